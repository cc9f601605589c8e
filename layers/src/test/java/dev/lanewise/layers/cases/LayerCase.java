package dev.lanewise.layers.cases;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.shape.Flatten;
import dev.lanewise.layers.shape.Reshape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A layer type in tests: how to make one at random, and what it computes. The methods that add to a
 * case are called once, where its row is written.
 *
 * @param <L> the type
 */
public final class LayerCase<L extends Layer> {

  /** What tests must know of a type. */
  public enum Trait {
    /** Reads several values. */
    JOINS,
    /** Does something else in training than in prediction. */
    NOISE,
    /** Mixes the images of a batch. */
    BATCH
  }

  /** Makes a layer at random. */
  public interface Draw<L> {

    /** A small layer for a small input, of any options that the type has; it need not fit. */
    L draw(Random random, Shape input);
  }

  /** A twin of whole batches. */
  interface BatchTwin<L> {

    /** The images' results. */
    double[][] forward(L layer, List<Pass> passes);
  }

  /** A function of one value, by the layer's numbers. */
  interface Curve<L> {

    double of(L layer, double x);
  }

  /**
   * Results by hand; small whole numbers, so that they are exact.
   *
   * @param input shape of the input
   * @param layer the layer
   * @param x one image
   * @param y its result
   * @param dy the result's gradient
   * @param dx the image's gradient
   */
  public record Example(Shape input, Layer layer, float[] x, float[] y, float[] dy, float[] dx) {}

  /**
   * What the type refuses.
   *
   * @param message the whole message
   * @param layer makes the layer, which may be refused itself
   * @param input shape of an input that is refused otherwise
   */
  public record Refusal(String message, Supplier<Layer> layer, Shape input) {}

  private final Class<L> type;
  private final Draw<? extends L> draw;
  private final BatchTwin<L> twin;
  private final Set<Trait> traits = EnumSet.noneOf(Trait.class);
  private final List<Example> examples = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private int weight = 1;
  private boolean laneGroupsOnly;
  private BiPredicate<L, Shape> hasOneImageForm = (layer, input) -> true;
  private Function<Shape, Optional<Layer>> before = input -> Optional.empty();

  private LayerCase(Class<L> type, Draw<? extends L> draw, BatchTwin<L> twin) {
    this.type = type;
    this.draw = draw;
    this.twin = twin;
  }

  /** A layer that treats each image on its own. */
  static <L extends Layer> LayerCase<L> of(Class<L> type, Draw<? extends L> draw, Twin<L> twin) {
    return new LayerCase<>(
        type,
        draw,
        (layer, passes) ->
            passes.stream().map(pass -> twin.forward(layer, pass)).toArray(double[][]::new));
  }

  /** A layer that mixes a batch's images. */
  static <L extends Layer> LayerCase<L> ofBatches(
      Class<L> type, Draw<? extends L> draw, BatchTwin<L> twin) {
    return new LayerCase<>(type, draw, twin).with(Trait.BATCH);
  }

  /** A function of each value, smooth but for kinks. */
  static <L extends Layer> LayerCase<L> curve(
      Class<L> type, Draw<? extends L> draw, Curve<L> curve, Function<L, double[]> kinks) {
    return of(
        type,
        draw,
        (layer, pass) -> {
          double[] y = new double[pass.x().length];
          for (int i = 0; i < y.length; i++) {
            for (double kink : kinks.apply(layer)) {
              pass.condition().kink(Math.abs(pass.x()[i] - kink));
            }
            y[i] = curve.of(layer, pass.x()[i]);
          }
          return y;
        });
  }

  /** A function of each value, the kinks of which are the same for all layers of the type. */
  static <L extends Layer> LayerCase<L> curve(
      Class<L> type, Draw<? extends L> draw, Curve<L> curve, double... kinks) {
    return curve(type, draw, curve, layer -> kinks);
  }

  LayerCase<L> with(Trait... more) {
    traits.addAll(Arrays.asList(more));
    return this;
  }

  /** Random networks take it that many times as often as others. */
  LayerCase<L> often(int times) {
    weight = times;
    return this;
  }

  /** The input must be flat. */
  LayerCase<L> onFlat() {
    before = input -> input.isFlat() ? Optional.empty() : Optional.of(new Flatten());
    return this;
  }

  /** The input must have one row. */
  LayerCase<L> onOneRow() {
    before =
        input ->
            input.height() == 1
                ? Optional.empty()
                : Optional.of(new Reshape(new Shape(input.channels(), 1, input.pixels())));
    return this;
  }

  /** There is a form whose lanes are channels only for some layers and inputs. */
  LayerCase<L> withOneImageForm(BiPredicate<L, Shape> rule) {
    hasOneImageForm = rule;
    return this;
  }

  /** There is no form whose lanes are channels. */
  LayerCase<L> inLaneGroupsOnly() {
    laneGroupsOnly = true;
    return withOneImageForm((layer, input) -> false);
  }

  LayerCase<L> example(Shape input, L layer, float[] x, float[] y, float[] dy, float[] dx) {
    examples.add(new Example(input, layer, x, y, dy, dx));
    return this;
  }

  /** Numbers that the layer's constructor refuses. */
  LayerCase<L> refuses(String message, Supplier<Layer> layer) {
    return refuses(message, layer, Shape.flat(1));
  }

  /** An input that does not fit. */
  LayerCase<L> refuses(String message, Supplier<Layer> layer, Shape input) {
    refusals.add(new Refusal(message, layer, input));
    return this;
  }

  /** The layer's class. */
  public Class<L> type() {
    return type;
  }

  /** Whether it has a trait. */
  public boolean is(Trait trait) {
    return traits.contains(trait);
  }

  /** How often it is drawn, in relation to others. */
  public int weight() {
    return weight;
  }

  /** Results by hand. */
  public List<Example> examples() {
    return List.copyOf(examples);
  }

  /** What it refuses, and how. */
  public List<Refusal> refusals() {
    return List.copyOf(refusals);
  }

  /** What must come before it, so that an input has the shape that it needs. */
  public Optional<Layer> before(Shape input) {
    return before.apply(input);
  }

  /** A layer at random; empty if it does not fit the input. */
  public Optional<Layer> draw(Random random, Shape input) {
    Layer layer = draw.draw(random, input);
    return Shapes.output(layer, input).map(output -> layer);
  }

  /** Whether there is no layer of the type that runs where lanes are channels of one image. */
  public boolean isInLaneGroupsOnly() {
    return laneGroupsOnly;
  }

  /** Whether the layer runs where lanes are channels of one image. */
  public boolean hasOneImageForm(Layer layer, Shape input) {
    return hasOneImageForm.test(type.cast(layer), input);
  }

  /** The images' results. */
  public double[][] forward(Layer layer, List<Pass> passes) {
    return twin.forward(type.cast(layer), passes);
  }

  @Override
  public String toString() {
    return type.getSimpleName();
  }
}
