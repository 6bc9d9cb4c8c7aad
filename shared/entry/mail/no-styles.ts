/** Stands for postcss in bundles: sanitize-html would read styles by it, and clean-html.ts keeps none that are to be read. */
export function parse(): never {
  throw new Error('styles are not read')
}
