/**
 * The object store: its keys, its signatures, and the few calls that the server makes itself. The
 * only package that imports the S3 client.
 *
 * <p>Permission. A pre-signed URL is a permission that anybody who holds it can use, until it
 * expires. It can't be taken back, so it is made as narrow as the protocol allows: {@link
 * dev.slipway.storage.signing.Presigner} signs the method, the key and every header that says what
 * the bytes must be, and the store refuses whatever differs. The signature needs no call to the
 * store.
 *
 * <p>Two addresses. Browsers reach the store at its public endpoint, and since the host is signed,
 * URLs are signed for that one. {@link dev.slipway.storage.ObjectStore} talks to the store by the
 * internal endpoint, which may be the same.
 *
 * <p>Trade-off. Nothing here is kept or cached: what the store answers now is the truth, and each
 * caller decides how often it asks.
 */
package dev.slipway.storage;
