package dev.lanewise.docs;

// adding-a-layer: begin
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.Initializer;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerOp;
import dev.lanewise.layers.MemoryNeeds;
import dev.lanewise.layers.ParameterSpec;
import java.util.List;
import java.util.Optional;

/** Multiplies each channel by a factor that is learned: {@code y = weight[c] * x}. */
record ChannelScale() implements Layer {

  @Override
  public String defaultName() {
    return "scale";
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public List<ParameterSpec> parameters(Shape input) {
    int channels = input.channels();
    return List.of(
        new ParameterSpec("weight", List.of(channels), 1, 1, new Initializer.Constant(1)));
  }

  @Override
  public MemoryNeeds needs(Shape input) {
    return MemoryNeeds.separate().readingInput(true);
  }

  @Override
  public Optional<LayerOp> bind(Binding binding) {
    return binding.forImages(Op::new);
  }

  private record Op(Binding binding) implements LayerOp {

    @Override
    public void forward(GroupPass pass) {
      float[] memory = pass.memory();
      LaneLayout x = binding.x().lanes();
      LaneLayout y = binding.y().lanes();
      Shape shape = x.shape();
      for (int c = 0; c < shape.channels(); c++) {
        float weight = pass.parameters()[binding.parameters().getFirst() + c];
        for (int row = 0; row < shape.height(); row++) {
          int from = binding.x().at() + x.offset(c, row, 0);
          int to = binding.y().at() + y.offset(c, row, 0);
          for (int i = 0; i < shape.width() * Lanes.WIDTH; i++) {
            memory[to + i] = weight * memory[from + i];
          }
        }
      }
    }

    @Override
    public void backward(GroupPass pass) {
      float[] memory = pass.memory();
      LaneLayout x = binding.x().lanes();
      LaneLayout dy = binding.dy().lanes();
      LaneLayout dx = binding.dx().lanes();
      Shape shape = x.shape();
      for (int c = 0; c < shape.channels(); c++) {
        int parameter = binding.parameters().getFirst() + c;
        float weight = pass.parameters()[parameter];
        double sum = 0;
        for (int row = 0; row < shape.height(); row++) {
          int value = binding.x().at() + x.offset(c, row, 0);
          int gradient = binding.dy().at() + dy.offset(c, row, 0);
          int to = binding.dx().at() + dx.offset(c, row, 0);
          for (int i = 0; i < shape.width() * Lanes.WIDTH; i++) {
            sum += (double) memory[gradient + i] * memory[value + i];
            if (binding.wantsInputGradient()) {
              memory[to + i] = weight * memory[gradient + i];
            }
          }
        }
        pass.gradients()[parameter] += (float) sum;
      }
    }
  }
}
// adding-a-layer: end
