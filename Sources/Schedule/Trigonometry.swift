// SPDX-License-Identifier: Apache-2.0
// Sines and arcs from the four operations and the square root, because a pure target has no C library. Their error is
// below 1e-11 for the angles of the sun; they are for nothing finer.

/// The functions of angles, in degrees.
public enum Trigonometry {
    private static let radian = Double.pi / 180

    /// The sine of an angle.
    public static func sine(_ degrees: Double) -> Double {
        guard degrees.isFinite else { return .nan }
        // To -90...90, where the series below is short.
        var angle = degrees.remainder(dividingBy: 360)
        if angle > 90 { angle = 180 - angle }
        if angle < -90 { angle = -180 - angle }
        let x = angle * radian, square = x * x
        var sum = 1.0, factor = 19.0
        while factor >= 3 {
            sum = 1 - sum * square / (factor * (factor - 1))
            factor -= 2
        }
        return x * sum
    }

    /// The cosine of an angle.
    public static func cosine(_ degrees: Double) -> Double { sine(degrees + 90) }

    /// The tangent of an angle.
    public static func tangent(_ degrees: Double) -> Double { sine(degrees) / cosine(degrees) }

    /// The angle in -90...90 whose sine is `value`, which lies in -1...1.
    public static func arcSine(_ value: Double) -> Double {
        guard abs(value) < 1 else { return value > 0 ? 90 : -90 }
        return arcTangent(value / (1 - value * value).squareRoot())
    }

    /// The angle in 0...180 whose cosine is `value`, which lies in -1...1.
    public static func arcCosine(_ value: Double) -> Double { 90 - arcSine(value) }

    private static func arcTangent(_ value: Double) -> Double {
        guard value.isFinite else { return value > 0 ? 90 : -90 }
        // Three times the half angle brings any value below 0.2, where the series is short.
        var x = value
        if abs(x) > 1e8 { return x > 0 ? 90 : -90 }
        for _ in 0..<3 { x = x / (1 + (1 + x * x).squareRoot()) }
        let square = x * x
        var sum = 0.0, factor = 25.0
        while factor >= 1 {
            sum = 1 / factor - sum * square
            factor -= 2
        }
        return 8 * x * sum / radian
    }
}
