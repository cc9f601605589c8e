package dev.lanewise.peers.engine;

import dev.lanewise.bench.compare.Workload;
import org.bytedeco.pytorch.global.torch;

/** libtorch through the presets, which call its C++ interface. */
public final class TorchEngine implements Engine {

  /** How images lie in memory. */
  public enum Layout {
    /** Channel by channel. */
    NCHW(torch.MemoryFormat.Contiguous),
    /** Pixel by pixel. */
    CHANNELS_LAST(torch.MemoryFormat.ChannelsLast);

    private final torch.MemoryFormat format;

    Layout(torch.MemoryFormat format) {
      this.format = format;
    }

    torch.MemoryFormat format() {
      return format;
    }
  }

  private final Layout layout;

  /** Prepares the library for some number of threads. */
  public TorchEngine(Layout layout, int threads) {
    this.layout = layout;
    torch.set_num_threads(threads);
    torch.set_num_interop_threads(1);
    torch.manual_seed(1);
  }

  @Override
  public String version() {
    return "PyTorch " + Versions.of("org.bytedeco", "pytorch");
  }

  @Override
  public Work prepare(Workload workload, boolean check) {
    return switch (workload) {
      case Workload.Train train -> TorchNet.training(train, layout, check);
      case Workload.Predict predict -> TorchNet.prediction(predict, layout, check);
      case Workload.Convolve convolve -> new TorchConvolution(convolve, layout, check);
      case Workload.Product _ -> throw Engine.cannot("libtorch", workload);
    };
  }
}
