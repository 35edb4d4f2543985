package cultivar.runtime.train;

/** AdamW's constants, with decoupled weight decay (Loshchilov and Hutter, 2019). */
record AdamW(double beta1, double beta2, double epsilon, double weightDecay) {
    static AdamW withWeightDecay(double weightDecay) {
        return new AdamW(0.9, 0.999, 1e-8, weightDecay);
    }
}
