package dev.slipway.admin.listing;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Locale;

/** What an administrator has chosen of the listing, under a name; for all administrators. */
@Entity
class SavedView extends PanacheEntityBase {
  /** The name in lower case, so that no two differ by case only. */
  @Id String key;

  String name;
  String query;
  String savedBy;
  Instant savedAt;

  protected SavedView() {}

  SavedView(String name) {
    this.key = keyOf(name);
  }

  static String keyOf(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  void save(String newName, ListingAddress address, String account, Instant now) {
    name = newName;
    query = address.query();
    savedBy = account;
    savedAt = now;
  }

  @JsonProperty
  public String name() {
    return name;
  }

  /** The query string of the listing; empty for the default one. */
  @JsonProperty
  public String query() {
    return query;
  }

  /** The account's name. */
  @JsonProperty
  public String savedBy() {
    return savedBy;
  }

  @JsonProperty
  public Instant savedAt() {
    return savedAt;
  }
}
