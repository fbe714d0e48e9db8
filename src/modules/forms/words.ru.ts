export const ru = {
  refusals: {},
};
