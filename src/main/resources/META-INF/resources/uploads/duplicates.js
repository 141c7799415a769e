/**
 * Which of the candidates are already there, among themselves too: the same file again, or its copy
 * under another name. A look at size and ends tells copies; the whole bytes are not compared.
 *
 * @param candidates {file, path} each
 * @param present files that are in the queue
 * @param fingerprint of a file; rejects or answers null where it can't be known
 * @return {fresh, doubles: [{candidate, of}]}
 */
export async function withoutDuplicates(candidates, present, { fingerprint }) {
  const known = [...present];
  const fresh = [];
  const doubles = [];
  for (const candidate of candidates) {
    const of = await firstSame(candidate.file, known, fingerprint);
    if (of) doubles.push({ candidate, of });
    else fresh.push(candidate);
    known.push(candidate.file);
  }
  return { fresh, doubles };
}

async function firstSame(file, known, fingerprint) {
  const alike = known.filter(({ size }) => size === file.size);
  if (alike.length === 0) return null;
  const again = alike.find(({ name, lastModified }) => name === file.name && lastModified === file.lastModified);
  if (again) return again;
  const own = await fingerprint(file).catch(() => null);
  for (const other of alike) {
    if (own && own === (await fingerprint(other).catch(() => null))) return other;
  }
  return null;
}
