// SPDX-License-Identifier: Apache-2.0
// The colours and line styles of all pictures: the palette of Okabe and Ito, which colour-blind people can tell
// apart. No meaning hangs on colour alone: each line also has its dashes, each point its shape, so grey print loses
// nothing.

/// A colour of the palette.
public enum Ink: String, Sendable, Hashable, CaseIterable {
    case black, blue, vermilion, green, orange, sky, purple
    /// Texts of the second rank.
    case grey
    /// Grid lines and frames.
    case pale
    /// The fill of a band that is likely.
    case band
    /// The fill of a second band.
    case secondBand
    /// The ground of heads of tables.
    case ground
    case white

    /// Red, green and blue, each 0 to 1.
    var components: (red: Double, green: Double, blue: Double) {
        switch self {
        case .black: (0, 0, 0)
        case .blue: (0, 0.447, 0.698)
        case .vermilion: (0.835, 0.369, 0)
        case .green: (0, 0.62, 0.451)
        case .orange: (0.902, 0.624, 0)
        case .sky: (0.337, 0.706, 0.914)
        case .purple: (0.8, 0.475, 0.655)
        case .grey: (0.33, 0.33, 0.33)
        case .pale: (0.82, 0.82, 0.82)
        case .band: (0.78, 0.88, 0.95)
        case .secondBand: (0.96, 0.89, 0.74)
        case .ground: (0.93, 0.93, 0.93)
        case .white: (1, 1, 1)
        }
    }
}

/// How a line is interrupted.
public enum Dash: Sendable, Hashable, CaseIterable {
    case solid, long, short, dotted, dashDot

    /// On and off lengths for a line of width 1.
    var pattern: [Double] {
        switch self {
        case .solid: []
        case .long: [7, 3]
        case .short: [4, 2.5]
        case .dotted: [1.2, 2.2]
        case .dashDot: [7, 2.5, 1.5, 2.5]
        }
    }
}

/// The shape of a point.
public enum PointShape: Sendable, Hashable, CaseIterable {
    case disc, ring, square, diamond, triangle, cross
}
