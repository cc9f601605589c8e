package dev.lanewise.layers.train;

import dev.lanewise.core.tensor.Samples;
import dev.lanewise.layers.schedule.Plateau;
import java.util.List;
import java.util.Optional;

/**
 * A training between two steps. Another trainer, of a network with the same layers and with the
 * same optimizer and options, goes on from it over the same samples to the same bits as if there
 * had been no stop ({@link Trainer#resume}): random numbers depend on seed, epoch and sample, so
 * they have no state. Arrays belong to the state; two states are equal only if they are the same
 * one.
 *
 * @param step steps taken
 * @param epoch the epoch that is under way, or the last if it is complete
 * @param parameters the parameters, as {@link dev.lanewise.layers.Parameters#values} has them: not
 *     their averages
 * @param averages their moving averages; empty if there are none
 * @param buffers running statistics
 * @param slots what the optimizer keeps for each parameter
 * @param plateau of a plateau schedule
 * @param watched of early stopping
 * @param results of the epochs that are complete
 * @param images images that went through in all
 * @param seconds time the steps took in all
 */
public record TrainState(
    long step,
    Epoch epoch,
    float[] parameters,
    float[] averages,
    float[] buffers,
    List<float[]> slots,
    Optional<Plateau.State> plateau,
    Optional<Watched> watched,
    List<TrainListener.EpochResult> results,
    long images,
    double seconds) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if no training can have come to this
   */
  public TrainState {
    slots = List.copyOf(slots);
    results = List.copyOf(results);
    int begun = epoch.number();
    if (step < 0 || epoch.images() < 0) {
      throw new IllegalArgumentException(
          "Steps and images must be at least 0. Received: %s steps, %s images"
              .formatted(step, epoch.images()));
    }
    if (results.size() != begun && results.size() != begun - 1) {
      throw new IllegalArgumentException(
          "All epochs but the last must be complete. Expected: results of %s or %s. Received: %s"
              .formatted(begun - 1, begun, results.size()));
    }
    if (watched.isPresent()) {
      int reports = watched.get().reports();
      int at = watched.get().at();
      if (reports != results.size() || at < 0 || at > reports) {
        throw new IllegalArgumentException(
            "Early stopping must know each complete epoch, and the best of them. Expected: %s."
                    .formatted(results.size())
                + " Received: %s, the best %s".formatted(reports, at));
      }
    }
  }

  /**
   * Checks that a training can have come to this with such samples, as far as their numbers tell.
   *
   * @param training samples to learn from
   * @param validation samples to measure on
   * @throws IllegalArgumentException if not
   */
  public void checkSamples(Samples training, Optional<? extends Samples> validation) {
    boolean complete = results.size() == epoch.number();
    int size = training.size();
    if (epoch.number() > 0 && (complete ? epoch.images() != size : epoch.images() >= size)) {
      throw new IllegalArgumentException(
          "A training must go on with the samples that it began with. Expected: %s%s. Received: %s"
              .formatted(complete ? "" : "more than ", epoch.images(), size));
    }
    if (!results.isEmpty()) {
      Optional<Integer> expected = results.getLast().validation().map(Evaluation::images);
      Optional<Integer> received = validation.map(Samples::size);
      if (!expected.equals(received)) {
        throw new IllegalArgumentException(
            "A training must go on with the validation samples that it began with. Expected: %s."
                    .formatted(expected.map(String::valueOf).orElse("none"))
                + " Received: "
                + received.map(String::valueOf).orElse("none"));
      }
    }
  }

  /**
   * Sums of an epoch and of the stretch since the last log.
   *
   * @param number the epoch, from 1; 0 before the first
   * @param steps steps taken in it
   * @param images images done in it
   * @param seconds time its steps took
   * @param whole over the epoch
   * @param stretch since the last log
   */
  public record Epoch(
      int number, int steps, int images, double seconds, Sums whole, Sums stretch) {}

  /**
   * Sums over images.
   *
   * @param images how many
   * @param loss of the losses
   * @param shares of what each counts in a mean
   * @param correct how many were right
   */
  public record Sums(int images, double loss, double shares, long correct) {

    static final Sums NONE = new Sums(0, 0, 0, 0);
  }

  /**
   * What early stopping knows.
   *
   * @param figure the best figure; infinite before the first
   * @param at the number of its report; 0 before the first
   * @param reports how many there were
   * @param parameters what the network had then; empty if they are not to be given back
   * @param buffers the same of its running statistics
   */
  public record Watched(double figure, int at, int reports, float[] parameters, float[] buffers) {}
}
