package dev.slipway.lab;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

/** Whether pages link to the lab. Templates know it as {@code lab}. */
@Named("lab")
@ApplicationScoped
public class Lab {
  private final LabConfig config;

  Lab(LabConfig config) {
    this.config = config;
  }

  public boolean isEnabled() {
    return config.enabled();
  }
}
