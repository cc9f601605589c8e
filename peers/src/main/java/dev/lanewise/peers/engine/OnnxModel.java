package dev.lanewise.peers.engine;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.lanewise.bench.compare.Net;
import dev.lanewise.bench.compare.Part;
import dev.lanewise.core.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** A network as an ONNX model with random weights. */
final class OnnxModel {

  /** Name of the images. */
  static final String INPUT = "images";

  /** Name of the probabilities. */
  static final String OUTPUT = "probabilities";

  private static final int OPSET = 17;
  private static final int IR_VERSION = 8;

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("net");
  private String last = INPUT;
  private long parameters;

  private OnnxModel() {}

  /** The model's file. */
  static byte[] bytes(Net net, int batch) {
    return new OnnxModel().build(net, batch).toByteArray();
  }

  private ModelProto build(Net net, int batch) {
    Shape in = net.input();
    graph.addInput(value(INPUT, batch, in.channels(), in.height(), in.width()));
    List<Shape> shapes = net.shapes();
    for (int i = 0; i < net.parts().size(); i++) {
      add(net.parts().get(i), shapes.get(i));
    }
    node("Softmax", List.of(last), List.of(number("axis", 1)));
    graph.setNode(
        graph.getNodeCount() - 1,
        graph.getNode(graph.getNodeCount() - 1).toBuilder().setOutput(0, OUTPUT));
    graph.addOutput(value(OUTPUT, batch, net.classes()));
    Checks.parameters(net, parameters);
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(graph)
        .build();
  }

  private void add(Part part, Shape in) {
    switch (part) {
      case Part.Conv conv -> {
        long pad = conv.padding();
        String weight = weight(conv.channels(), in.channels(), conv.kernel(), conv.kernel());
        node(
            "Conv",
            conv.bias() ? List.of(last, weight, bias(conv.channels())) : List.of(last, weight),
            List.of(
                numbers("kernel_shape", conv.kernel(), conv.kernel()),
                numbers("pads", pad, pad, pad, pad)));
      }
      case Part.Dense dense -> {
        String weight = weight(dense.outputs(), in.elements());
        node("Gemm", List.of(last, weight, bias(dense.outputs())), List.of(number("transB", 1)));
      }
      case Part.Relu _ -> node("Relu", List.of(last), List.of());
      case Part.MaxPool pool ->
          node(
              "MaxPool",
              List.of(last),
              List.of(
                  numbers("kernel_shape", pool.size(), pool.size()),
                  numbers("strides", pool.size(), pool.size())));
      case Part.Flatten _ -> node("Flatten", List.of(last), List.of(number("axis", 1)));
      case Part.Dropout _ -> {}
    }
  }

  private void node(String operator, List<String> inputs, List<AttributeProto> attributes) {
    String name = "value" + graph.getNodeCount();
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(operator + graph.getNodeCount())
            .addAllInput(inputs)
            .addOutput(name)
            .addAllAttribute(attributes));
    last = name;
  }

  private String weight(long... sizes) {
    int length = (int) Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
    int fanIn = length / (int) sizes[0];
    return tensor(RandomData.weights(length, fanIn, 300 + graph.getInitializerCount()), sizes);
  }

  private String bias(long length) {
    return tensor(new float[(int) length], length);
  }

  private String tensor(float[] values, long... sizes) {
    String name = "parameter" + graph.getInitializerCount();
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .setRawData(ByteString.copyFrom(bytes));
    for (long size : sizes) {
      tensor.addDims(size);
    }
    graph.addInitializer(tensor);
    parameters += values.length;
    return name;
  }

  private static ValueInfoProto value(String name, long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : sizes) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
    }
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT.getNumber())
            .setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  private static AttributeProto number(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private static AttributeProto numbers(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }
}
