package dev.slipway.storage;

/**
 * The store answered, and refused the call for a reason that can change, such as a missing
 * permission. It may refuse all calls, or only those about one object, such as one in an archive.
 */
public class StoreDeniedException extends StoreUnavailableException {}
