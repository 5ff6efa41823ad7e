/** @file Files whose address the bundler gives; its own declarations are made for the page, which has a document. */
declare module "*.wasm?url" {
  const url: string;
  export default url;
}

declare module "*?worker&url" {
  const url: string;
  export default url;
}
