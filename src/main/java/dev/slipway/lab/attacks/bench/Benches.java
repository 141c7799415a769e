package dev.slipway.lab.attacks.bench;

import jakarta.enterprise.context.ApplicationScoped;

/** Opens benches, and holds what they work with. */
@ApplicationScoped
public class Benches {
  final ThrowAwayUploads uploads;
  final ApplicationCalls application;
  final StoreRoute route;
  final OwnWebhook webhook;
  final StoreFacts store;
  final CatalogueFacts catalogue;

  Benches(
      ThrowAwayUploads uploads,
      ApplicationCalls application,
      StoreRoute route,
      OwnWebhook webhook,
      StoreFacts store,
      CatalogueFacts catalogue) {
    this.uploads = uploads;
    this.application = application;
    this.route = route;
    this.webhook = webhook;
    this.store = store;
    this.catalogue = catalogue;
  }

  /**
   * Opens a bench for one attack. Its time limit begins now.
   *
   * @param title of the throw-away uploads
   */
  public Bench open(String title) {
    return new Bench(this, title, new Deadline());
  }
}
