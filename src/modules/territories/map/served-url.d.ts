/** A file that the build serves as it is; importing it gives its address. */
declare module "*?url" {
  const address: string;
  export default address;
}
