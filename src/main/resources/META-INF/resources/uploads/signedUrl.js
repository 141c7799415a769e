/** Characters of a signature that are shown. */
const SHOWN_SIGNATURE = 6;

/**
 * Takes a pre-signed URL (AWS Signature Version 4) apart. Returns {host, bucket, key, part, signedAt,
 * expiresAt, signedHeaders, signature}; the signature is shortened.
 *
 * @param key of the object, which tells the bucket's name in the path from that in the host name
 */
export function describeSignedUrl(url, key) {
  const { host, pathname, searchParams } = new URL(url);
  const path = decodeURIComponent(pathname).slice(1);
  const beforeKey = path.endsWith(key) ? path.slice(0, -key.length).replace(/\/$/, "") : "";
  const signedAt = parseBasicTime(searchParams.get("X-Amz-Date"));
  const lifetime = Number(searchParams.get("X-Amz-Expires")) * 1000;
  return {
    host,
    bucket: beforeKey.split("/").pop() || host.split(".")[0],
    key,
    part: searchParams.get("partNumber"),
    signedAt,
    expiresAt: signedAt + lifetime,
    signedHeaders: searchParams.get("X-Amz-SignedHeaders")?.split(";") ?? [],
    signature: `${searchParams.get("X-Amz-Signature")?.slice(0, SHOWN_SIGNATURE) ?? ""}…`,
  };
}

/** Parses ISO 8601's basic format, as in 20261125T215840Z. Returns milliseconds. */
function parseBasicTime(text) {
  return Date.parse(text?.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
}
