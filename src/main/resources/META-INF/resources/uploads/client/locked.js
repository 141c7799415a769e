import { lockName } from "./lockName.js";

/** Ids of the uploads that tabs of this browser are sending; none where the browser can't tell. */
export async function locked({ locks = globalThis.navigator?.locks } = {}) {
  const { held = [] } = (await locks?.query?.()) ?? {};
  const prefix = lockName("");
  const names = held.map(({ name }) => name).filter((name) => name.startsWith(prefix));
  return new Set(names.map((name) => name.slice(prefix.length)));
}
