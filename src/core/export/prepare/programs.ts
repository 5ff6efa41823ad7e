/**
 * @file The two programs that stand in exported packages: they repeat a fitted recipe on raw rows, in Python and in
 * JavaScript. They are files of their own, run and judged as such, and leave word by word.
 */
/// <reference path="./raw.d.ts" />
import prepareJs from "./prepare.js?raw";
import preparePy from "./prepare.py?raw";

export { prepareJs, preparePy };
