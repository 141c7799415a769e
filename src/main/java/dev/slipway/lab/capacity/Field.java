package dev.slipway.lab.capacity;

/**
 * A field of the form.
 *
 * @param text what the field contains
 * @param problem why the text can't be used, or null
 */
public record Field(Input input, String text, String problem) {}
