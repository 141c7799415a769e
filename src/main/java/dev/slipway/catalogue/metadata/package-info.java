/**
 * The user metadata of an uploaded object: owner, file name and title. It is signed with the upload
 * URL and suffices to catalogue the object again from the bucket alone. Anyone who holds a URL of
 * the object can read it, so it is encrypted.
 */
package dev.slipway.catalogue.metadata;
