package dev.slipway.storage;

/** The store answered that it will not do this (400). Asking again makes no sense. */
public class StoreRefusalException extends IllegalStateException {
  public StoreRefusalException(String message) {
    super(message);
  }
}
