package dev.lanewise.bench.compare;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Graph;
import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.model.DataRecipe;
import dev.lanewise.layers.model.DataRecipe.Scaling;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Recipe;
import dev.lanewise.layers.optim.Adam;
import dev.lanewise.layers.optim.Optimizer;
import dev.lanewise.layers.optim.Sgd;
import java.util.ArrayList;
import java.util.List;

/** The networks of the comparison; every engine builds them from the same list of parts. */
public enum Net {
  /** The teaching program's: a convolution without bias, max-pooling, a dense layer. */
  T1(
      "scratch-max",
      new Shape(1, 28, 28),
      Rule.MOMENTUM,
      List.of(
          new Part.Conv(16, 3, 0, false),
          new Part.MaxPool(2),
          new Part.Flatten(),
          new Part.Dense(10))),

  /** Keras's example {@code mnist_convnet}. */
  T2(
      "mnist-convnet",
      new Shape(1, 28, 28),
      Rule.ADAM,
      List.of(
          new Part.Conv(32, 3, 0, true),
          new Part.Relu(),
          new Part.MaxPool(2),
          new Part.Conv(64, 3, 0, true),
          new Part.Relu(),
          new Part.MaxPool(2),
          new Part.Flatten(),
          new Part.Dropout(0.5),
          new Part.Dense(10))),

  /** LeNet-5 with ReLU and max-pooling. */
  T3(
      "LeNet-5",
      new Shape(1, 28, 28),
      Rule.MOMENTUM,
      List.of(
          new Part.Conv(6, 5, 2, true),
          new Part.Relu(),
          new Part.MaxPool(2),
          new Part.Conv(16, 5, 0, true),
          new Part.Relu(),
          new Part.MaxPool(2),
          new Part.Flatten(),
          new Part.Dense(120),
          new Part.Relu(),
          new Part.Dense(84),
          new Part.Relu(),
          new Part.Dense(10))),

  /** A small VGG without batch normalisation. */
  T4("VGG-small without BN", new Shape(3, 32, 32), Rule.MOMENTUM, Nets.vgg(false)),

  /** The same with batch normalisation after each convolution, which has no bias then. */
  T4BN("VGG-small", new Shape(3, 32, 32), Rule.MOMENTUM, Nets.vgg(true)),

  /** ResNet-20 of 16, 32 and 64 channels. */
  T5("ResNet-20", new Shape(3, 32, 32), Rule.MOMENTUM, Nets.resnet20()),

  /** MobileNetV2 as it is used at CIFAR's size. */
  MNV2("MobileNetV2", new Shape(3, 32, 32), Rule.MOMENTUM, Nets.mobileNetV2());

  /** How the parameters are changed. */
  public enum Rule {
    /** Adam with the usual constants. */
    ADAM,
    /** Gradient descent with momentum 0.9. */
    MOMENTUM;

    /** Lanewise's optimizer. */
    public Optimizer optimizer(double learningRate) {
      return this == ADAM ? Adam.of(learningRate) : Sgd.momentum(learningRate, 0.9);
    }

    /** A rate with which a few steps make the loss visibly smaller. */
    public double learningRate() {
      return this == ADAM ? 1e-3 : 1e-2;
    }
  }

  private final String title;
  private final Shape input;
  private final Rule rule;
  private final List<Part> parts;

  Net(String title, Shape input, Rule rule, List<Part> parts) {
    this.title = title;
    this.input = input;
    this.rule = rule;
    this.parts = parts;
  }

  /** What it is, for a reader. */
  public String title() {
    return title;
  }

  /** Shape of one image. */
  public Shape input() {
    return input;
  }

  /** Classes. */
  public int classes() {
    return 10;
  }

  /** How it is trained. */
  public Rule rule() {
    return rule;
  }

  /** What it consists of, first to last; the last part gives logits. */
  public List<Part> parts() {
    return parts;
  }

  /** Shapes of the data: the input's, then what each part gives. */
  public List<Shape> shapes() {
    List<Shape> shapes = new ArrayList<>();
    shapes.add(input);
    for (Part part : parts) {
      shapes.add(part.output(shapes.getLast()));
    }
    return shapes;
  }

  /** Number of values that training changes. */
  public int parameters() {
    return spec().network(1).parameters().list().stream().mapToInt(Parameter::size).sum();
  }

  /** Lanewise's model. */
  public ModelSpec spec() {
    Graph graph = Graph.of(input);
    Part.after(parts, graph.input());
    return new ModelSpec(
        name(),
        title,
        input,
        graph.layers(),
        new SoftmaxCrossEntropy(),
        Recipe.of(
            DataRecipe.all("random", Scaling.UNIT), rule.optimizer(rule.learningRate()), 1, 128));
  }
}
