package dev.slipway.storage;

/** The store answered 400: it will not do this, however often it is asked. */
public class StoreRefusalException extends IllegalStateException {
  public StoreRefusalException(String message) {
    super(message);
  }
}
