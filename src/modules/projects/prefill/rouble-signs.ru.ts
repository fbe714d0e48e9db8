/** How people end a sum: spaces inside it, «руб.», «₽». */
export const roubleSigns = /[\s\u00a0\u202f]|руб\.?|₽/gu;
