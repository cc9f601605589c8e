package dev.lanewise.core.kernel;

import dev.lanewise.core.setting.SimdWidth;

/**
 * One set of kernels: all of one width, all with the same bits as every other set. They have no
 * state, so any number of threads may share them. {@code Simd} chooses a set and is what users
 * hold; the kernels in it are for the engine only.
 */
public abstract class Kernels {

  private final ProductKernel product;
  private final GemmKernel gemm;
  private final PackKernel pack;
  private final OuterProductKernel outerProduct;
  private final DepthwiseKernel depthwise;
  private final ChannelKernel channel;
  private final GemvKernel gemv;
  private final ElementwiseKernel elementwise;
  private final ActivationKernel activation;
  private final GateKernel gate;
  private final NoiseKernel noise;
  private final BatchNormKernel batchNorm;
  private final ChannelAffineKernel channelAffine;
  private final PoolKernel pool;
  private final PairPoolKernel pairPool;
  private final GlobalPoolKernel globalPool;
  private final ResampleKernel resample;
  private final NormKernel norm;
  private final WinogradKernel winograd;
  private final ImageProductKernel imageProduct;
  private final PeakKernel peak;
  private final StreamKernel stream;

  /** Makes the kernels of one width; for a vector width, the Vector API's module must be there. */
  protected Kernels(SimdWidth width) {
    this.product = kernel(width, new ScalarProduct(), product(width), ProductKernel.class);
    this.gemm = gemm(width);
    this.pack = kernel(width, new ScalarPack(), "VectorPack", PackKernel.class);
    this.outerProduct =
        kernel(width, new ScalarOuterProduct(), "VectorOuterProduct", OuterProductKernel.class);
    this.depthwise = depthwise(width);
    this.channel = channel(width);
    this.gemv = kernel(width, new ScalarGemv(), "VectorGemv", GemvKernel.class);
    this.elementwise =
        kernel(width, new ScalarElementwise(), "VectorElementwise", ElementwiseKernel.class);
    this.activation =
        kernel(width, new ScalarActivation(), "VectorActivation", ActivationKernel.class);
    this.gate = kernel(width, new ScalarGate(), "VectorGate", GateKernel.class);
    this.noise = kernel(width, new ScalarNoise(), "VectorNoise", NoiseKernel.class);
    this.batchNorm = kernel(width, new ScalarBatchNorm(), "VectorBatchNorm", BatchNormKernel.class);
    this.channelAffine =
        kernel(width, new ScalarChannelAffine(), "VectorChannelAffine", ChannelAffineKernel.class);
    this.pool = kernel(width, new ScalarPool(), "VectorPool", PoolKernel.class);
    this.pairPool = kernel(width, new ScalarPairPool(), "VectorPairPool", PairPoolKernel.class);
    this.globalPool =
        kernel(width, new ScalarGlobalPool(), "VectorGlobalPool", GlobalPoolKernel.class);
    this.resample = kernel(width, new ScalarResample(), "VectorResample", ResampleKernel.class);
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
   * The width that the machine's registers and this JVM's compiler prefer, in bits. The Vector
   * API's module must be there.
   */
  public static int preferredBits() {
    return VectorClassData.preferredBits();
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
  public GemvKernel gemv() {
    return gemv;
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
  public ChannelAffineKernel channelAffine() {
    return channelAffine;
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
  public ResampleKernel resample() {
    return resample;
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
