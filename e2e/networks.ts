/**
 * @file The three networks that the journeys build layer by layer, once with the mouse and once with keys: what is added,
 * what is entered, and the Keras source that must then be there, whichever way it was built.
 */

/** A control of "Layer settings" by its accessible name: a number, a list of numbers as text, or a choice. */
export interface Setting {
  readonly control: "spinbutton" | "textbox" | "combobox";
  readonly name: string;
  readonly value: string;
}

export interface LayerToAdd {
  /** Where the palette lists it: a template may go by the same name. */
  readonly group: "Core" | "Convolution" | "Pooling" | "Recurrent";
  readonly title: string;
  readonly settings: readonly Setting[];
}

export interface Network {
  readonly sample: "Iris" | "Digits" | "Waves";
  readonly layers: readonly LayerToAdd[];
  /** The calls between the imports and the model, one a layer, written by hand. */
  readonly source: readonly string[];
}

const number = (name: string, value: number): Setting => ({ control: "spinbutton", name, value: String(value) });
const list = (name: string, value: string): Setting => ({ control: "textbox", name, value });
const choice = (name: string, value: string): Setting => ({ control: "combobox", name, value });
const square = (name: string, value: number): readonly Setting[] => [
  number(`${name}, 1 of 2`, value),
  number(`${name}, 2 of 2`, value),
];

export const mlp: Network = {
  sample: "Iris",
  layers: [
    { group: "Core", title: "Dense", settings: [number("Units", 16)] },
    { group: "Core", title: "Dense", settings: [number("Units", 12), choice("Activation", "tanh")] },
  ],
  source: [
    "input_1 = keras.Input(shape=(4,))",
    'dense_1 = layers.Dense(units=16, activation="relu")(input_1)',
    'dense_2 = layers.Dense(units=12, activation="tanh")(dense_1)',
    'output_1 = layers.Dense(units=3, activation="softmax")(dense_2)',
  ],
};

/** LeNet in small: a row of 64 columns is an 8 × 8 image. */
export const leNet: Network = {
  sample: "Digits",
  layers: [
    { group: "Core", title: "Reshape", settings: [list("Target shape", "8, 8, 1")] },
    { group: "Convolution", title: "Conv2D", settings: [number("Filters", 6), ...square("Kernel size", 5)] },
    { group: "Pooling", title: "MaxPooling2D", settings: [] },
    { group: "Convolution", title: "Conv2D", settings: [number("Filters", 12)] },
    { group: "Pooling", title: "MaxPooling2D", settings: [] },
    { group: "Core", title: "Flatten", settings: [] },
    { group: "Core", title: "Dense", settings: [number("Units", 32), choice("Activation", "tanh")] },
  ],
  source: [
    "input_1 = keras.Input(shape=(64,))",
    "reshape_1 = layers.Reshape(target_shape=(8, 8, 1))(input_1)",
    'conv2d_1 = layers.Conv2D(filters=6, kernel_size=(5, 5), padding="same", activation="relu")(reshape_1)',
    "max_pooling2d_1 = layers.MaxPooling2D()(conv2d_1)",
    'conv2d_2 = layers.Conv2D(filters=12, kernel_size=(3, 3), padding="same", activation="relu")(max_pooling2d_1)',
    "max_pooling2d_2 = layers.MaxPooling2D()(conv2d_2)",
    "flatten_1 = layers.Flatten()(max_pooling2d_2)",
    'dense_1 = layers.Dense(units=32, activation="tanh")(flatten_1)',
    'output_1 = layers.Dense(units=10, activation="softmax")(dense_1)',
  ],
};

/** A row of 24 columns is a sequence of 24 steps. */
export const lstm: Network = {
  sample: "Waves",
  layers: [
    { group: "Core", title: "Reshape", settings: [list("Target shape", "24, 1")] },
    { group: "Recurrent", title: "LSTM", settings: [number("Units", 12)] },
  ],
  source: [
    "input_1 = keras.Input(shape=(24,))",
    "reshape_1 = layers.Reshape(target_shape=(24, 1))(input_1)",
    'lstm_1 = layers.LSTM(units=12, recurrent_activation="sigmoid")(reshape_1)',
    'output_1 = layers.Dense(units=3, activation="softmax")(lstm_1)',
  ],
};
