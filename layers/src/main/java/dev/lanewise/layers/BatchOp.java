package dev.lanewise.layers;

/**
 * An operation that needs sums over the whole batch in training: each lane group's sums are taken,
 * combined in the order of the groups, and only then does the group's pass go on.
 */
public interface BatchOp extends LayerOp {

  /** Doubles of {@link GroupPass#statistics} that it wants. */
  int statisticsSize();

  /** Tells where they begin. */
  void statisticsAt(int offset);

  /** Takes the sums of one group that {@link #forward} needs. */
  void gather(GroupPass pass);

  /** Combines the sums of the first {@code groups} passes. */
  void combine(GroupPass[] passes, int groups);

  /** Takes the sums of one group that {@link #backward} needs. */
  void gatherBackward(GroupPass pass);

  /** Combines them and adds to the parameters' gradients. */
  void combineBackward(GroupPass[] passes, int groups, float[] gradients);

  /** Keeps what is to be known of the last batch. */
  void commit();
}
