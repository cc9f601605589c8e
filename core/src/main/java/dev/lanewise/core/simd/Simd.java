package dev.lanewise.core.simd;

import java.util.Locale;
import java.util.Optional;

/**
 * One set of kernels: all of one width, all with the same bits as every other set. It is chosen
 * once and handed down; kernels have no state, so any number of threads may share it.
 */
public final class Simd {

  /** Name of the system property that forces a width: {@code scalar|128|256|512|max}. */
  public static final String PROPERTY = "lanewise.simd";

  /** The module of the Vector API, which the JVM has to be started with. */
  public static final String MODULE = "jdk.incubator.vector";

  private final SimdWidth width;
  private final String reason;
  private final ProductKernel product;
  private final GemmKernel gemm;
  private final PackKernel pack;
  private final OuterProductKernel outerProduct;
  private final DepthwiseKernel depthwise;
  private final ChannelKernel channel;
  private final RowKernel rows;
  private final ElementwiseKernel elementwise;
  private final ActivationKernel activation;
  private final GateKernel gate;
  private final NoiseKernel noise;
  private final BatchNormKernel batchNorm;
  private final LaneAffineKernel laneAffine;
  private final PoolKernel pool;
  private final PairPoolKernel pairPool;
  private final GlobalPoolKernel globalPool;
  private final BandKernel band;
  private final NormKernel norm;
  private final WinogradKernel winograd;
  private final ImageProductKernel imageProduct;
  private final PeakKernel peak;
  private final StreamKernel stream;

  private Simd(SimdWidth width, String reason) {
    Notices.jdk(Runtime.version()).ifPresent(Notices.JDK::warn);
    this.width = width;
    this.reason = reason;
    this.product = kernel(width, new ScalarProduct(), product(width), ProductKernel.class);
    this.gemm = gemm(width);
    this.pack = kernel(width, new ScalarPack(), "VectorPack", PackKernel.class);
    this.outerProduct =
        kernel(width, new ScalarOuterProduct(), "VectorOuterProduct", OuterProductKernel.class);
    this.depthwise = depthwise(width);
    this.channel = channel(width);
    this.rows = kernel(width, new ScalarRows(), "VectorRows", RowKernel.class);
    this.elementwise =
        kernel(width, new ScalarElementwise(), "VectorElementwise", ElementwiseKernel.class);
    this.activation =
        kernel(width, new ScalarActivation(), "VectorActivation", ActivationKernel.class);
    this.gate = kernel(width, new ScalarGate(), "VectorGate", GateKernel.class);
    this.noise = kernel(width, new ScalarNoise(), "VectorNoise", NoiseKernel.class);
    this.batchNorm = kernel(width, new ScalarBatchNorm(), "VectorBatchNorm", BatchNormKernel.class);
    this.laneAffine =
        kernel(width, new ScalarLaneAffine(), "VectorLaneAffine", LaneAffineKernel.class);
    this.pool = kernel(width, new ScalarPool(), "VectorPool", PoolKernel.class);
    this.pairPool = kernel(width, new ScalarPairPool(), "VectorPairPool", PairPoolKernel.class);
    this.globalPool =
        kernel(width, new ScalarGlobalPool(), "VectorGlobalPool", GlobalPoolKernel.class);
    this.band = kernel(width, new ScalarBand(), "VectorBand", BandKernel.class);
    this.norm = kernel(width, new ScalarNorm(), "VectorNorm", NormKernel.class);
    this.winograd = kernel(width, new ScalarWinograd(), "VectorWinograd", WinogradKernel.class);
    this.imageProduct =
        kernel(width, new ScalarImageProduct(), "VectorImageProduct", ImageProductKernel.class);
    this.peak = kernel(width, new ScalarPeak(), "VectorPeak", PeakKernel.class);
    this.stream = kernel(width, new ScalarStream(), "VectorStream", StreamKernel.class);
  }

  private static GemmKernel gemm(SimdWidth width) {
    GemmKernel fours = kernel(width, new ScalarGemm(), "VectorGemmFours", GemmKernel.class);
    return width == SimdWidth.SCALAR || !hasManyRegisters(width)
        ? fours
        : new GemmSplit(
            HiddenKernels.instantiate("VectorGemmEights", width.bits(), GemmKernel.class), fours);
  }

  private static DepthwiseKernel depthwise(SimdWidth width) {
    DepthwiseKernel scalar = new ScalarDepthwise();
    return width == SimdWidth.SCALAR
        ? scalar
        : new DepthwiseSplit(
            kernel(width, scalar, "VectorDepthwiseGrid", DepthwiseKernel.class),
            kernel(width, scalar, "VectorDepthwise", DepthwiseKernel.class));
  }

  private static ChannelKernel channel(SimdWidth width) {
    ChannelKernel scalar = new ScalarChannel();
    return width == SimdWidth.SCALAR
        ? scalar
        : new ChannelSplit(
            kernel(width, scalar, "VectorChannelFours", ChannelKernel.class),
            kernel(width, scalar, "VectorChannelPairs", ChannelKernel.class),
            width);
  }

  private static <T> T kernel(SimdWidth width, T scalar, String vector, Class<T> type) {
    return width == SimdWidth.SCALAR
        ? scalar
        : HiddenKernels.instantiate(vector, width.bits(), type);
  }

  private static String product(SimdWidth width) {
    return hasManyRegisters(width) ? "VectorProduct" : "VectorNarrowProduct";
  }

  /** AVX-512 and AArch64 have 32 registers, AVX2 has 16, in which taller tiles would spill. */
  private static boolean hasManyRegisters(SimdWidth width) {
    return width.bits() == 512 || System.getProperty("os.arch").equals("aarch64");
  }

  /**
   * The kernels of one width.
   *
   * @throws IllegalStateException if a vector width is asked for and the JVM was started without
   *     the module {@code jdk.incubator.vector}
   */
  public static Simd of(SimdWidth width) {
    checkModule(width);
    return new Simd(width, "asked for by the caller");
  }

  private static void checkModule(SimdWidth width) {
    if (width != SimdWidth.SCALAR && !moduleIsPresent()) {
      throw new IllegalStateException(
          "Vector kernels need the module %s: start the JVM with --add-modules %s. Asked for: %s."
              .formatted(MODULE, MODULE, width));
    }
  }

  /**
   * The kernels that a setting asks for, or the widest that the machine prefers. Where the Vector
   * API's module is missing, these are the scalar ones, and a warning is logged, once in a JVM.
   *
   * @param setting {@code scalar}, {@code 128}, {@code 256}, {@code 512} or {@code max}; usually
   *     the value of the property {@link #PROPERTY}
   * @throws IllegalArgumentException if the setting is none of these
   * @throws IllegalStateException if it asks for vectors and the module is missing
   */
  public static Simd choose(Optional<String> setting) {
    String wanted = setting.orElse("max").toLowerCase(Locale.ROOT);
    for (SimdWidth width : SimdWidth.values()) {
      if (width.toString().equals(wanted)) {
        checkModule(width);
        return new Simd(width, "asked for by " + PROPERTY + "=" + wanted);
      }
    }
    if (!wanted.equals("max")) {
      throw new IllegalArgumentException(
          "%s must be scalar, 128, 256, 512 or max. Received: %s".formatted(PROPERTY, wanted));
    }
    if (!moduleIsPresent()) {
      String reason =
          "the module %s is missing: start the JVM with --add-modules %s".formatted(MODULE, MODULE);
      Notices.SCALAR.warn("Lanewise runs in slow scalar code: " + reason);
      return new Simd(SimdWidth.SCALAR, reason);
    }
    int bits = Math.min(512, VectorClassData.preferredBits());
    SimdWidth best = SimdWidth.SCALAR;
    for (SimdWidth width : SimdWidth.values()) {
      if (width.bits() <= bits) {
        best = width;
      }
    }
    return new Simd(best, "the widest registers that this machine prefers");
  }

  /** The kernels that the system property {@link #PROPERTY} asks for, or the machine's widest. */
  public static Simd choose() {
    return choose(Optional.ofNullable(System.getProperty(PROPERTY)));
  }

  /** Whether the JVM was started with the Vector API's module. */
  public static boolean moduleIsPresent() {
    return ModuleLayer.boot().findModule(MODULE).isPresent();
  }

  /** The width of these kernels. */
  public SimdWidth width() {
    return width;
  }

  /** Why this width was chosen. */
  public String reason() {
    return reason;
  }

  /** Products: convolution, dense layers. */
  public ProductKernel product() {
    return product;
  }

  /** Products of matrices in rows, packed or not. */
  public GemmKernel gemm() {
    return gemm;
  }

  /** Packing for GEMM. */
  public PackKernel pack() {
    return pack;
  }

  /** Weight gradients of convolutions. */
  public OuterProductKernel outerProduct() {
    return outerProduct;
  }

  /** Convolutions in which each plane has weights of its own. */
  public DepthwiseKernel depthwise() {
    return depthwise;
  }

  /** Products of one image, whose lanes are channels. */
  public ChannelKernel channel() {
    return channel;
  }

  /** Products of a matrix where it lies. */
  public RowKernel rows() {
    return rows;
  }

  /** Functions of each value on its own. */
  public ElementwiseKernel elementwise() {
    return elementwise;
  }

  /** Activations in pieces or of one exponential. */
  public ActivationKernel activation() {
    return activation;
  }

  /** Activations that multiply a value by a smooth gate of its own. */
  public GateKernel gate() {
    return gate;
  }

  /** Random changes of values. */
  public NoiseKernel noise() {
    return noise;
  }

  /** Batch normalisation. */
  public BatchNormKernel batchNorm() {
    return batchNorm;
  }

  /** Batch normalisation of one image, whose lanes are channels. */
  public LaneAffineKernel laneAffine() {
    return laneAffine;
  }

  /** Max and average pooling. */
  public PoolKernel pool() {
    return pool;
  }

  /** Max pooling of 2x2 windows that touch. */
  public PairPoolKernel pairPool() {
    return pairPool;
  }

  /** Average pooling of whole images. */
  public GlobalPoolKernel globalPool() {
    return globalPool;
  }

  /** Weighted sums of neighbouring pixels. */
  public BandKernel band() {
    return band;
  }

  /** Normalisation within images. */
  public NormKernel norm() {
    return norm;
  }

  /** Products whose sums run over images: Winograd's weight gradients. */
  public ImageProductKernel imageProduct() {
    return imageProduct;
  }

  /** The transforms of Winograd's convolution. */
  public WinogradKernel winograd() {
    return winograd;
  }

  /** Fused multiply-adds in registers alone, to measure what the machine can do at most. */
  public PeakKernel peak() {
    return peak;
  }

  /** Passes over memory, to measure how fast it is. */
  public StreamKernel stream() {
    return stream;
  }
}
