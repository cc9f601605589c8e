package dev.lanewise.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A part of what can be measured. */
public enum Section {
  /** FMA peaks, which are measured in any case: others are held against them. */
  PEAK("peak", "peaks"),
  /** Bandwidth of caches and memory. */
  BANDWIDTH("bandwidth", "bandwidth"),
  /** Micro-kernels alone. */
  KERNEL("kernel", "kernels"),
  /** Matrix products. */
  GEMM("gemm", "gemm"),
  /** Convolutions. */
  CONV("conv", "convolutions"),
  /** Pooling. */
  POOL("pool", "pooling"),
  /** Functions of each value. */
  ELEMENTWISE("elementwise", "elementwise"),
  /** The loss. */
  LOSS("loss", "loss"),
  /** Updates of parameters. */
  OPTIMIZER("optimizer", "optimizers"),
  /** Training steps. */
  TRAIN("train", "training"),
  /** Layers of a training step. */
  LAYERS("layers", "layers"),
  /** Predictions. */
  PREDICT("predict", "prediction");

  private final String text;
  private final String rows;

  Section(String text, String rows) {
    this.text = text;
    this.rows = rows;
  }

  /** The section of a name. */
  public static Optional<Section> named(String name) {
    return Arrays.stream(values()).filter(section -> section.text.equals(name)).findFirst();
  }

  /** All names. */
  public static List<String> names() {
    return Arrays.stream(values()).map(Section::toString).toList();
  }

  /** What its rows are called in a document. */
  public String rows() {
    return rows;
  }

  /** The name in lower case. */
  @Override
  public String toString() {
    return text;
  }
}
