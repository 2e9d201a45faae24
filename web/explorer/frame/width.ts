/** True where columns stand side by side; as in style/layout.css. */
export function isWide(): boolean {
  return matchMedia("(min-width: 48rem)").matches;
}
