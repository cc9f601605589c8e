package dev.lanewise.cli;

import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.data.ImageSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Images that are to be predicted, which are read some at a time. */
interface PredictSource {

  /** Most images that are in memory at a time. */
  int MOST = 256;

  /** How many there are, those that can't be read included. */
  int size();

  /** A name for each class. */
  List<String> classNames();

  /** Whether the right classes are known. */
  boolean labelled();

  /** Images that are read at a time. */
  int chunk();

  /**
   * Reads some.
   *
   * @param from the first
   * @param to after the last; at most {@link #chunk} further on
   */
  Batch read(int from, int to);

  /**
   * Images that were read.
   *
   * @param items all that were asked for, in order
   * @param images those of them that could be read, in order, and copies of the last that fill a
   *     lane group: so an image's bits don't depend on how many others come with it
   */
  record Batch(List<Item> items, Optional<ImageSet> images) {

    /** Copies the list. */
    public Batch {
      items = List.copyOf(items);
    }
  }

  /**
   * An image.
   *
   * @param name what the user calls it
   * @param label its class, where it is known
   * @param fault why it can't be read; empty if it was
   */
  record Item(String name, OptionalInt label, Optional<CliException> fault) {}

  /** How many images a run gets for some that are to be predicted. */
  static int filled(int images) {
    return Math.max(images, Lanes.WIDTH);
  }

  /** Images of a set by their numbers. */
  static PredictSource of(ImageSet set, String name, List<Integer> indices) {
    return new PredictSource() {
      @Override
      public int size() {
        return indices.size();
      }

      @Override
      public List<String> classNames() {
        return set.classNames();
      }

      @Override
      public boolean labelled() {
        return true;
      }

      @Override
      public int chunk() {
        return MOST;
      }

      @Override
      public Batch read(int from, int to) {
        int[] chosen = new int[filled(to - from)];
        Arrays.fill(chosen, indices.get(to - 1));
        List<Item> items = new ArrayList<>();
        for (int i = from; i < to; i++) {
          int index = indices.get(i);
          chosen[i - from] = index;
          items.add(
              new Item(name + " " + index, OptionalInt.of(set.label(index)), Optional.empty()));
        }
        return new Batch(items, Optional.of(set.select(chosen)));
      }
    };
  }
}
