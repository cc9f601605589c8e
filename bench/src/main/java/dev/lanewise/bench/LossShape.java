package dev.lanewise.bench;

/**
 * Results of a batch.
 *
 * @param classes values of one image's result
 * @param batch images
 */
public record LossShape(int classes, int batch) {

  /** For example {@code 10:b128}: classes, batch. */
  public String name() {
    return "%s:b%s".formatted(classes, batch);
  }
}
