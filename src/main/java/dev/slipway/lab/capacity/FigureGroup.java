package dev.slipway.lab.capacity;

import java.util.List;

/** Results under one heading. */
public record FigureGroup(String title, List<Figure> figures) {
  FigureGroup(String title, Figure... figures) {
    this(title, List.of(figures));
  }
}
