package dev.slipway.catalogue.metadata;

import dev.slipway.doctor.Check;
import dev.slipway.doctor.CheckResult;
import dev.slipway.storage.StoreConfig;
import jakarta.enterprise.context.ApplicationScoped;

/** Checks that the key for the metadata of objects does not change with the store's secret key. */
@ApplicationScoped
class MetadataKeyCheck implements Check {
  private final MetadataKeyring keyring;
  private final StoreConfig store;

  MetadataKeyCheck(MetadataKeyring keyring, StoreConfig store) {
    this.keyring = keyring;
    this.store = store;
  }

  @Override
  public String name() {
    return "Metadata key";
  }

  @Override
  public CheckResult run(String pageOrigin) {
    var id = keyring.current().id();
    if (keyring.isConfigured()) {
      return CheckResult.fine(
          "Owner, file name and title in the bucket are encrypted with SLIPWAY_METADATA_KEY (key %s)."
              .formatted(id));
    }
    if (store.embedded()) {
      return CheckResult.fine(
          "Owner, file name and title in the bucket are encrypted with a key from the embedded store's secret (key %s)."
              .formatted(id));
    }
    return CheckResult.weak(
        "Owner, file name and title in the bucket are encrypted with a key from the store's secret (key %s). Set SLIPWAY_METADATA_KEY before you change that secret: otherwise a catalogue that is rebuilt from the bucket lacks owners and titles."
            .formatted(id));
  }
}
