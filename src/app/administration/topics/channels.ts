import type { Ctx } from "#base/context.ts";
import { channelHealth, type ChannelHealth } from "#modules/signals/index.ts";

/** Days without a message after which a channel that once worked is worth a look. */
const SILENT_AFTER_DAYS = 3;
const dayMs = 86_400_000;

export type ChannelState = ChannelHealth & {
  /** Whole days of silence; absent while the channel works. */
  silentDays?: number;
};

/** Channels that ever brought a message, the silent ones marked. */
export async function listChannelStates(ctx: Ctx): Promise<ChannelState[]> {
  const now = ctx.now().getTime();
  return (await channelHealth(ctx)).map((health) => {
    const silentDays = Math.floor((now - health.newest.getTime()) / dayMs);
    return silentDays < SILENT_AFTER_DAYS ? health : { ...health, silentDays };
  });
}

/** Returns how many channels have brought no message for at least `SILENT_AFTER_DAYS` days. */
export async function countSilentChannels(ctx: Ctx): Promise<number> {
  return (await listChannelStates(ctx)).filter(({ silentDays }) => silentDays !== undefined).length;
}
