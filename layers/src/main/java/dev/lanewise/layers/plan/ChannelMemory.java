package dev.lanewise.layers.plan;

import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Place;
import java.util.Locale;

/** The memory that a {@link ChannelPlan} gives away, and the plan's description. */
final class ChannelMemory {

  /** Element 12 of a large array is usually the first at a cache line's start. */
  private static final int FIRST = 12;

  private final Arena arena = new Arena(FIRST);
  private final StringBuilder text = new StringBuilder();

  /** Where values may be put for a time, as {@link Arena#take}. */
  int take(int floats, int from, int to, boolean exclusive) {
    return arena.take(floats, from, to, exclusive);
  }

  /** Adds a line: a tensor and its bytes, 0 if it shares its place with another. */
  void describe(String what, String shape, Halo halo, int at, int floats) {
    String border =
        halo.isNone()
            ? ""
            : "halo %s,%s,%s,%s".formatted(halo.top(), halo.left(), halo.bottom(), halo.right());
    text.append(
        String.format(
            Locale.ROOT,
            "%-20s %-22s %-14s at %,12d  %,12d bytes%n",
            what,
            shape,
            border,
            4L * at,
            4L * floats));
  }

  /** Adds a line for a tensor that shares its place with another. */
  void describeShared(String what, Shape shape, Place place) {
    describe(what, shape + " shared", place.channels().halo(), place.at(), 0);
  }

  /** Floats given away so far. */
  int size() {
    return arena.size();
  }

  /** The lines so far. */
  String description() {
    return text.toString();
  }
}
