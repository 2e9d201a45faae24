declare module "*.css";
/** The map of counties, which the build puts beside the scripts (bundle/atlas.mjs): the module is its address. */
declare module "*/counties.json" {
  const address: string;
  export default address;
}
