// SPDX-License-Identifier: Apache-2.0
// Brings a lithium pack's resistance to 25 °C, so that a cold morning is not taken for wear. It corrects for the
// temperature of the cells only, never for charge or age, and corrects rather too little than too much.

/// What a lithium pack's resistance would be at 25 °C.
public enum PackResistance {
    /// How steeply the resistance to a step of load falls with temperature, J/mol. Ecker et al. 2015
    /// (J. Electrochem. Soc. 162, A1836, a pouch cell for high loads) found 17,100 for the electrolyte and 43,600
    /// and 53,400 for the charge transfer at the two electrodes. A step within seconds meets mostly the first, and
    /// too large a figure would hide wear in the cold.
    static let activationEnergy = 20_000.0
    /// The gas constant, J/(mol K).
    static let gasConstant = 8.314
    /// Temperatures over which the law is held to be good, °C; beyond them counts as at the edge.
    static let range = -20.0...60.0

    /// The resistance at 25 °C of a pack that has `resistance` at `celsius`; unchanged when that is not known.
    public static func at25(_ resistance: Double, celsius: Double?) -> Double {
        guard let celsius, celsius.isFinite else { return resistance }
        let kelvin = min(max(celsius, range.lowerBound), range.upperBound) + 273.15
        return resistance * Exponential.exp(activationEnergy / gasConstant * (1 / 298.15 - 1 / kelvin))
    }
}
