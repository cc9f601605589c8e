package dev.lanewise.layers.plan;

import dev.lanewise.core.tensor.Halo;
import java.util.Arrays;

/** Which values share a place, how long they need it, and which halo it has. */
final class Sharing {

  private final int[] parent;
  private final int[] from;
  private final int[] to;
  private final Halo[] halo;
  private final int[] at;

  Sharing(int values) {
    parent = new int[values];
    from = new int[values];
    to = new int[values];
    halo = new Halo[values];
    at = new int[values];
    for (int v = 0; v < values; v++) {
      parent[v] = v;
    }
    Arrays.fill(from, Integer.MAX_VALUE);
    Arrays.fill(to, Integer.MIN_VALUE);
    Arrays.fill(halo, Halo.NONE);
    Arrays.fill(at, -1);
  }

  private int root(int value) {
    int root = value;
    while (parent[root] != root) {
      root = parent[root];
    }
    return root;
  }

  /** Says that a value is needed from one moment to another, both included. */
  void live(int value, int first, int last) {
    int root = root(value);
    from[root] = Math.min(from[root], first);
    to[root] = Math.max(to[root], last);
  }

  /** Says that a value needs zeros around it. */
  void halo(int value, Halo zeros) {
    int root = root(value);
    halo[root] = halo[root].union(zeros);
  }

  /** The zeros around a value's place. */
  Halo halo(int value) {
    return halo[root(value)];
  }

  /** Gives two values one place. */
  void join(int a, int b) {
    int one = root(a);
    int other = root(b);
    if (one != other) {
      parent[other] = one;
      from[one] = Math.min(from[one], from[other]);
      to[one] = Math.max(to[one], to[other]);
      halo[one] = halo[one].union(halo[other]);
    }
  }

  /** Gives two values one place, if neither needs a halo. */
  void joinDense(int a, int b) {
    if (halo(a).isNone() && halo(b).isNone()) {
      join(a, b);
    }
  }

  /** Whether {@link #place} has been called for a value or one that shares its place. */
  boolean isPlaced(int value) {
    return at[root(value)] >= 0;
  }

  /** Whether two values have one place. */
  boolean isShared(int a, int b) {
    return root(a) == root(b);
  }

  /** Gives places in memory; see {@link Arena#take}. */
  interface Taker {
    int take(int floats, int from, int to, boolean exclusive);
  }

  /** Where a value lies; takes a place for it first, if need be. */
  int place(int value, Taker memory, int floats) {
    int root = root(value);
    if (at[root] < 0) {
      at[root] = memory.take(floats, from[root], to[root], !halo[root].isNone());
    }
    return at[root];
  }
}
