import { z } from "zod";
import { needs, prices } from "../catalogues/codes.ts";
import type { Service } from "./store.ts";

/** A service in open data; without municipalities it is for the whole region. */
export const serviceData = z.object({
  id: z.uuid(),
  title: z.string(),
  need: z.enum(needs),
  for_whom: z.string(),
  how: z.string(),
  price: z.enum(prices),
  municipalities: z.array(z.uuid()),
  checked_on: z.string(),
});

/** Converts a service to its open-data record. */
export function toServiceData(service: Service): z.output<typeof serviceData> {
  const { id, title, need, for_whom, how, price, places, checked_on } = service;
  return { id, title, need, for_whom, how, price, municipalities: [...places], checked_on };
}
