/** A file that the build serves as it is; the import gives its URL. */
declare module "*?url" {
  const address: string;
  export default address;
}
