package dev.lanewise.bench.compare;

/** What is measured besides workloads: whole processes. */
public final class Subjects {

  /** From the start of a process to the end of its first training step of T2, batch 128. */
  public static final String FIRST_STEP = "process:first-step:T2:b128";

  /** From the start of a process to the end of 469 training steps of T2, batch 128. */
  public static final String FIRST_EPOCH = "process:first-epoch:T2:b128";

  /** The most resident memory of a process that trains T4BN, batch 128. */
  public static final String MEMORY = "process:memory:T4BN:b128";

  /** Bytes that the JVM allocates in a training step; this is followed by a workload's name. */
  public static final String ALLOCATION = "allocation:";

  /** Steps of an epoch of 60,000 images in batches of 128. */
  public static final int EPOCH_STEPS = 469;

  private Subjects() {}
}
