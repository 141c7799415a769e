/**
 * The object store: keys, settings, stored objects, and the application's few calls to the store.
 *
 * <p>File content doesn't pass through the application, except over SFTP and in the lab. The
 * application signs a URL, the client sends the bytes to the store, and the store reports what
 * arrived. This package and its sub-packages hold everything that concerns the store. Apart from
 * the embedded store, no other package imports an S3 client:
 *
 * <ul>
 *   <li>{@code storage}: values, settings and interfaces, which the sub-packages use
 *   <li>{@code storage.signing}: makes pre-signed URLs, without calling the store
 *   <li>{@code storage.client}: implements the application's own calls
 *   <li>{@code storage.checks}: verifies that a store enforces what Slipway relies on
 * </ul>
 *
 * <h2>Permissions</h2>
 *
 * <p>The application uses one access key. It needs permission to list two buckets, to read, write
 * and delete their objects, and to list and abort multipart uploads, and nothing else. A signed URL
 * carries the permissions of this key, reduced to a single request: {@link
 * dev.slipway.storage.signing.Presigner} signs the method, the object key, and every header that
 * says what the bytes must be. The store refuses a request that differs in any of them. Anyone who
 * has a URL can use it until it expires, so upload URLs are issued only to the owner of the upload,
 * shortly before they are used.
 *
 * <h2>Lifecycle of an object</h2>
 *
 * <ol>
 *   <li>The application chooses a key, {@code videos/<id>/source}, and signs a URL for it.
 *   <li>A client PUTs the file, or PUTs parts that {@link dev.slipway.storage.MultipartStore}
 *       assembles. Until then the key has no object, so nobody can read half a file.
 *   <li>The catalogue calls {@link dev.slipway.storage.ObjectStore#head}, and records what the
 *       store says.
 *   <li>A replaced object has another ETag. The application names the ETag when it reads, so it
 *       never gets bytes of another object.
 *   <li>Removing an object frees its key. A signed URL that has not expired can then store an
 *       object again, which is why the catalogue keeps tombstones.
 * </ol>
 *
 * <h2>Trade-offs of pre-signed URLs</h2>
 *
 * <ul>
 *   <li>Signing is local and takes microseconds, so the store being down does not stop it. In
 *       return a signed URL says nothing about whether the store would accept it; the doctor's
 *       checks do.
 *   <li>A signed URL can't be revoked. Only a short lifetime limits it, and it is checked when a
 *       request's headers arrive, so a slow transfer may end long after the expiry.
 *   <li>The host is part of the signature. Browsers reach the store at its public endpoint, so URLs
 *       are signed for that one, even if the application uses an internal endpoint.
 *   <li>Store and application must agree on the time, because the store compares the signed time
 *       with its own clock.
 *   <li>How much a signature can enforce depends on the store: {@link
 *       dev.slipway.storage.StoreKind} has the differences.
 * </ul>
 *
 * <p>Nothing here caches what the store says. Its answer is the truth at that moment, and each
 * caller decides how often it asks.
 */
package dev.slipway.storage;
