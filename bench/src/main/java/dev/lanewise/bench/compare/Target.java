package dev.lanewise.bench.compare;

import dev.lanewise.bench.ConvPass;
import dev.lanewise.bench.Shapes;
import dev.lanewise.bench.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the project wants to reach in one measurement.
 *
 * @param title what it is about, for a reader
 * @param subject what is measured
 * @param threads threads
 * @param measure what is held against the numbers
 * @param must the least that is wanted; the most, if the measure is a limit
 * @param aim what would be good
 */
public record Target(
    String title, String subject, int threads, Measure measure, double must, double aim) {

  /** What a target is about. */
  public enum Measure {
    /** By how much Lanewise is better than the best rival. */
    ADVANTAGE,
    /** By how much Lanewise is better than libtorch. */
    ADVANTAGE_OVER_LIBTORCH,
    /** Lanewise's share of the FMA peak of as many threads. */
    SHARE_OF_PEAK,
    /** Lanewise's rate on these threads, divided by that on one. */
    SCALING,
    /** Lanewise's value, the smaller the better. */
    LIMIT
  }

  /** Lanewise's setting in which a convolution has no other algorithm than the direct one. */
  public static final String DIRECT = "direct";

  /** The engine's name in a run. */
  public static final String LIBTORCH = "libtorch";

  /** All of them, in the order of the table; the geometric mean of the products is not among. */
  public static List<Target> all() {
    List<Target> targets = new ArrayList<>();
    training(targets, new Workload.Train(Net.T1, 1), 5, 10);
    training(targets, new Workload.Train(Net.T1, 64), 4, 8);
    training(targets, new Workload.Train(Net.T2, 128), 2, 3.5);
    training(targets, new Workload.Train(Net.T3, 64), 3, 5);
    training(targets, new Workload.Train(Net.T4BN, 128), 1.3, 2.5);
    training(targets, new Workload.Train(Net.T4, 128), 1.3, 2.5);
    training(targets, new Workload.Train(Net.T5, 128), 1.2, 2);
    Workload.Train mobile = new Workload.Train(Net.MNV2, 128);
    for (int threads : new int[] {1, 2}) {
      String title = title(mobile) + ", beside libtorch";
      Measure measure = Measure.ADVANTAGE_OVER_LIBTORCH;
      targets.add(new Target(title, mobile.name(), threads, measure, 1, 1));
    }
    prediction(targets, Net.T2, 0.8);
    prediction(targets, Net.T3, 0.8);
    prediction(targets, Net.T4BN, 1.2);
    prediction(targets, Net.T4, 1.2);
    prediction(targets, Net.T5, 0.9);
    for (Net net : List.of(Net.T2, Net.T3, Net.T4BN, Net.T4, Net.T5)) {
      String name = new Workload.Predict(net, 1).name();
      String title = net + " " + net.title() + ", prediction, batch 1";
      targets.add(new Target(title, name, 1, Measure.ADVANTAGE, 1 / 1.5, 1));
    }
    Shapes.gemm()
        .forEach(
            shape ->
                targets.add(
                    new Target(
                        "GEMM " + shape.name(),
                        new Workload.Product(shape).name(),
                        1,
                        Measure.ADVANTAGE,
                        0.9,
                        1.1)));
    convolutions(targets);
    for (Workload.Train train :
        List.of(
            new Workload.Train(Net.T2, 128),
            new Workload.Train(Net.T3, 128),
            new Workload.Train(Net.T4BN, 128),
            new Workload.Train(Net.T5, 128),
            new Workload.Train(Net.MNV2, 128))) {
      String title = train.net() + ", training, two threads against one";
      targets.add(new Target(title, train.name(), 2, Measure.SCALING, 1.85, 1.95));
      targets.add(
          new Target(
              train.net() + ", bytes allocated in a training step",
              Subjects.ALLOCATION + train.name(),
              2,
              Measure.LIMIT,
              0,
              0));
    }
    targets.add(
        limit("process start to the end of the first T2 step", Subjects.FIRST_STEP, 1.2, 0.6));
    targets.add(limit("the same to the end of 60,000 images", Subjects.FIRST_EPOCH, 9, 5));
    targets.add(limit("resident memory of T4BN training", Subjects.MEMORY, 800, 500));
    return List.copyOf(targets);
  }

  private static Target limit(String title, String subject, double must, double aim) {
    return new Target(title, subject, 2, Measure.LIMIT, must, aim);
  }

  private static void training(
      List<Target> targets, Workload.Train train, double must, double aim) {
    for (int threads : new int[] {1, 2}) {
      targets.add(new Target(title(train), train.name(), threads, Measure.ADVANTAGE, must, aim));
    }
  }

  private static String title(Workload.Train train) {
    return "%s %s, training, batch %s".formatted(train.net(), train.net().title(), train.batch());
  }

  private static void prediction(List<Target> targets, Net net, double must) {
    for (int threads : new int[] {1, 2}) {
      targets.add(
          new Target(
              "%s %s, prediction, batch 128".formatted(net, net.title()),
              new Workload.Predict(net, 128).name(),
              threads,
              Measure.ADVANTAGE,
              must,
              1.5));
    }
  }

  private static void convolutions(List<Target> targets) {
    for (String shape : Plan.CONVOLUTIONS) {
      boolean first = shape.equals(Plan.CONVOLUTIONS.getFirst());
      boolean last = shape.equals(Plan.CONVOLUTIONS.getLast());
      for (ConvPass pass : ConvPass.values()) {
        boolean weights = pass == ConvPass.BACKWARD_WEIGHTS;
        String name = new Workload.Convolve(Shapes.convolution(shape), pass).name();
        if (first) {
          targets.add(
              new Target(
                  "conv %s, %s, direct, share of FMA peak".formatted(shape, pass),
                  name,
                  1,
                  Measure.SHARE_OF_PEAK,
                  weights ? 0.65 : 0.70,
                  0.85));
        }
        double must = first ? 1.2 : last && weights ? 1 : 1.5;
        for (int threads : new int[] {1, 2}) {
          String title = "conv %s, %s, best algorithm".formatted(shape, pass);
          targets.add(new Target(title, name, threads, Measure.ADVANTAGE, must, 2));
        }
      }
    }
  }

  /**
   * What a run says about this target; without a value if it has no figure for it.
   *
   * @param value what was measured
   * @param outcome what follows
   */
  public record Verdict(double value, Outcome outcome) {}

  /** What can come of a target. */
  public enum Outcome {
    /** As good as one would like. */
    AIM("aim met"),
    /** Good enough. */
    MUST("met"),
    /** Not good enough, by less than what two runs differ by. */
    TIE("not met, within 20 %"),
    /** Not good enough. */
    MISSED("not met"),
    /** No figure. */
    UNKNOWN("not measured");

    private final String text;

    Outcome(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Holds a run against this target. */
  public Verdict verdict(Comparison run) {
    double value =
        switch (measure) {
          case ADVANTAGE, ADVANTAGE_OVER_LIBTORCH ->
              ratio(run).map(Spread::median).orElse(Double.NaN);
          case SHARE_OF_PEAK -> {
            double peak = run.peak(threads).map(Comparison.Peak::best).orElse(Double.NaN);
            yield figure(run).map(figure -> figure.spread().median() / peak).orElse(Double.NaN);
          }
          case SCALING -> middle(run, threads) / middle(run, 1);
          case LIMIT -> middle(run, threads);
        };
    return new Verdict(value, outcome(value));
  }

  /** Lanewise's figure in a run. */
  Optional<Figure> figure(Comparison run) {
    return measure == Measure.SHARE_OF_PEAK
        ? run.ours(subject, threads, DIRECT)
        : run.ours(subject, threads);
  }

  /** The rival that Lanewise is held against, or stands beside. */
  Optional<Figure> rival(Comparison run) {
    return switch (measure) {
      case ADVANTAGE_OVER_LIBTORCH -> run.rival(subject, threads, LIBTORCH);
      case SCALING -> Optional.empty();
      case ADVANTAGE, SHARE_OF_PEAK, LIMIT -> run.bestRival(subject, threads);
    };
  }

  /** By how much Lanewise is better than that rival, round by round. */
  Optional<Spread> ratio(Comparison run) {
    return run.ours(subject, threads).flatMap(mine -> rival(run).map(mine::advantageOver));
  }

  private double middle(Comparison run, int count) {
    return run.ours(subject, count).map(figure -> figure.spread().median()).orElse(Double.NaN);
  }

  private Outcome outcome(double value) {
    if (Double.isNaN(value)) {
      return Outcome.UNKNOWN;
    }
    if (measure == Measure.LIMIT) {
      return grade(-value, -aim, -must, -must * Agreement.TIE);
    }
    return grade(value, aim, must, must / Agreement.TIE);
  }

  /** What a value deserves, the more the better. */
  static Outcome grade(double value, double aim, double must, double tie) {
    if (value >= aim) {
      return Outcome.AIM;
    }
    if (value >= must) {
      return Outcome.MUST;
    }
    return value >= tie ? Outcome.TIE : Outcome.MISSED;
  }
}
