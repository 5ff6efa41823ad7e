/** @file A program's text, imported as such: what the bundler makes of `?raw`. */
declare module "*.py?raw" {
  const source: string;
  export default source;
}
declare module "*.js?raw" {
  const source: string;
  export default source;
}
