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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A network as an ONNX model. */
final class OnnxModel {

  /** Name of the images. */
  static final String INPUT = "images";

  /** Name of the probabilities. */
  static final String OUTPUT = "probabilities";

  private static final int OPSET = 17;
  private static final int IR_VERSION = 8;

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("net");
  private String last = INPUT;
  private final Queue<String> names = new ArrayDeque<>();

  private OnnxModel() {}

  /** The model's file. */
  static byte[] bytes(Net net, int batch) {
    return new OnnxModel().build(net, batch).toByteArray();
  }

  private ModelProto build(Net net, int batch) {
    Shape in = net.input();
    graph.addInput(value(INPUT, batch, in.channels(), in.height(), in.width()));
    for (Initial.Values values : Initial.of(net)) {
      names.add(tensor(values.values(), values.sizes()));
    }
    add(net.parts());
    node("Softmax", List.of(last), List.of(number("axis", 1)));
    graph.setNode(
        graph.getNodeCount() - 1,
        graph.getNode(graph.getNodeCount() - 1).toBuilder().setOutput(0, OUTPUT));
    graph.addOutput(value(OUTPUT, batch, net.classes()));
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(graph)
        .build();
  }

  private void add(List<Part> parts) {
    for (Part part : parts) {
      switch (part) {
        case Part.Conv conv ->
            convolution(conv.kernel(), conv.stride(), conv.padding(), 1, conv.bias() ? 2 : 1);
        case Part.DepthwiseConv conv ->
            convolution(conv.kernel(), conv.stride(), conv.kernel() / 2, conv.channels(), 1);
        case Part.BatchNorm _ ->
            node("BatchNormalization", with(4), List.of(decimal("epsilon", Part.BatchNorm.EPS)));
        case Part.Dense _ -> node("Gemm", with(2), List.of(number("transB", 1)));
        case Part.Relu _ -> node("Relu", with(0), List.of());
        case Part.Relu6 _ -> {
          String low = tensor(new float[] {0});
          node("Clip", List.of(last, low, tensor(new float[] {6})), List.of());
        }
        case Part.MaxPool pool ->
            node(
                "MaxPool",
                with(0),
                List.of(
                    numbers("kernel_shape", pool.size(), pool.size()),
                    numbers("strides", pool.size(), pool.size())));
        case Part.GlobalAvgPool _ -> {
          node("GlobalAveragePool", with(0), List.of());
          node("Flatten", with(0), List.of(number("axis", 1)));
        }
        case Part.Flatten _ -> node("Flatten", with(0), List.of(number("axis", 1)));
        case Part.Dropout _ -> {}
        case Part.Residual residual -> {
          String input = last;
          add(residual.shortcut());
          String beside = last;
          last = input;
          add(residual.body());
          node("Add", List.of(last, beside), List.of());
        }
      }
    }
  }

  /** The last value and the next tensors. */
  private List<String> with(int tensors) {
    List<String> inputs = new ArrayList<>();
    inputs.add(last);
    for (int i = 0; i < tensors; i++) {
      inputs.add(names.remove());
    }
    return inputs;
  }

  private void convolution(long kernel, long stride, long pad, long groups, int tensors) {
    node(
        "Conv",
        with(tensors),
        List.of(
            numbers("kernel_shape", kernel, kernel),
            numbers("strides", stride, stride),
            numbers("pads", pad, pad, pad, pad),
            number("group", groups)));
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

  private static AttributeProto decimal(String name, double value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF((float) value)
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
