import Money

/// How a GPU is built and linked; it decides which measured throughput may be used.
package enum GPUForm: String, CaseIterable, Hashable, Sendable {
    case sxm = "SXM"
    case pcie = "PCIe"
    case nvl = "NVL"
    case oam = "OAM"
    case rack = "NVL72"
    case unknown
}

/// One kind of GPU under the name that the rest of the program uses.
package struct GPUModel: Hashable, Sendable {
    package var name: String
    package var vendor: String
    /// The chip, as ``GPUCatalogue/spellings`` finds it in a text.
    package var family: String
    package var form: GPUForm
    /// Gigabytes of one GPU as its name states them.
    package var memory: Int
    /// Other labels of the same memory: gross instead of usable size, or the host's.
    package var otherMemoryLabels: [Int]
    /// Chosen when a text names the family alone and nearly everybody means this one.
    package var isUsual: Bool

    init(
        _ name: String, _ vendor: String, _ family: String, _ form: GPUForm, _ memory: Int, also: [Int] = [],
        usual: Bool = false
    ) {
        self.name = name
        self.vendor = vendor
        self.family = family
        self.form = form
        self.memory = memory
        otherMemoryLabels = also
        isUsual = usual
    }
}

/// The GPUs that quotes may name. To add one, add its model, and its family's spellings when it is a new chip.
package enum GPUCatalogue {
    /// In the order of families; names are unique.
    package static let models: [GPUModel] = [
        GPUModel("A100-SXM-40GB", "NVIDIA", "a100", .sxm, 40),
        GPUModel("A100-SXM-80GB", "NVIDIA", "a100", .sxm, 80),
        GPUModel("A100-PCIE-40GB", "NVIDIA", "a100", .pcie, 40),
        GPUModel("A100-PCIE-80GB", "NVIDIA", "a100", .pcie, 80),
        // Lists that give only the memory: a name of their own, not one of the two forms above.
        GPUModel("A100-40GB", "NVIDIA", "a100", .unknown, 40),
        GPUModel("A100-80GB", "NVIDIA", "a100", .unknown, 80),
        GPUModel("H100-SXM-80GB", "NVIDIA", "h100", .sxm, 80),
        GPUModel("H100-PCIE-80GB", "NVIDIA", "h100", .pcie, 80),
        GPUModel("H100-NVL-94GB", "NVIDIA", "h100", .nvl, 94),
        GPUModel("H200-SXM-141GB", "NVIDIA", "h200", .sxm, 141, usual: true),
        GPUModel("H200-NVL-141GB", "NVIDIA", "h200", .nvl, 141),
        GPUModel("GH200-96GB", "NVIDIA", "gh200", .unknown, 96, also: [480], usual: true),
        GPUModel("GH200-144GB", "NVIDIA", "gh200", .unknown, 144),
        GPUModel("B200-SXM-180GB", "NVIDIA", "b200", .sxm, 180, also: [192]),
        GPUModel("B300-SXM-268GB", "NVIDIA", "b300", .sxm, 268, also: [288]),
        GPUModel("GB200-186GB", "NVIDIA", "gb200", .rack, 186, also: [192]),
        GPUModel("GB300-288GB", "NVIDIA", "gb300", .rack, 288),
        GPUModel("MI300X-192GB", "AMD", "mi300x", .oam, 192),
        GPUModel("MI325X-256GB", "AMD", "mi325x", .oam, 256, also: [288]),
        GPUModel("MI355X-288GB", "AMD", "mi355x", .oam, 288),
        GPUModel("MI25-16GB", "AMD", "mi25", .pcie, 16),
        GPUModel("L40S-48GB", "NVIDIA", "l40s", .pcie, 48),
        GPUModel("L40-48GB", "NVIDIA", "l40", .pcie, 48),
        GPUModel("L4-24GB", "NVIDIA", "l4", .pcie, 24),
        GPUModel("A10-24GB", "NVIDIA", "a10", .pcie, 24),
        GPUModel("A10G-24GB", "NVIDIA", "a10g", .pcie, 24),
        GPUModel("A30-24GB", "NVIDIA", "a30", .pcie, 24),
        GPUModel("A40-48GB", "NVIDIA", "a40", .pcie, 48),
        GPUModel("RTXPRO6000-96GB", "NVIDIA", "rtxpro6000", .pcie, 96),
        GPUModel("RTXPRO6000WS-96GB", "NVIDIA", "rtxpro6000ws", .pcie, 96),
        GPUModel("RTX6000ADA-48GB", "NVIDIA", "rtx6000ada", .pcie, 48),
        GPUModel("RTX5880ADA-48GB", "NVIDIA", "rtx5880ada", .pcie, 48),
        GPUModel("RTXA6000-48GB", "NVIDIA", "rtxa6000", .pcie, 48),
        GPUModel("RTXA5000-24GB", "NVIDIA", "rtxa5000", .pcie, 24),
        GPUModel("RTXA4000-16GB", "NVIDIA", "rtxa4000", .pcie, 16),
        GPUModel("QUADRORTX6000-24GB", "NVIDIA", "quadrortx6000", .pcie, 24),
        GPUModel("RTX5090-32GB", "NVIDIA", "rtx5090", .pcie, 32),
        GPUModel("RTX4090-24GB", "NVIDIA", "rtx4090", .pcie, 24),
        GPUModel("RTX3090-24GB", "NVIDIA", "rtx3090", .pcie, 24),
        GPUModel("T4-16GB", "NVIDIA", "t4", .pcie, 16),
        GPUModel("V100-16GB", "NVIDIA", "v100", .unknown, 16, usual: true),
        GPUModel("V100-32GB", "NVIDIA", "v100", .unknown, 32),
        GPUModel("P100-16GB", "NVIDIA", "p100", .unknown, 16),
        GPUModel("P4-8GB", "NVIDIA", "p4", .pcie, 8),
        GPUModel("K80-12GB", "NVIDIA", "k80", .pcie, 12),
        GPUModel("M60-8GB", "NVIDIA", "m60", .pcie, 8),
    ]

    /// Letters and digits that name a family, longest first where one begins another. A spelling with several families
    /// is ambiguous unless the memory decides.
    static let spellings: [(text: String, families: [String])] = [
        ("rtxpro6000ws", ["rtxpro6000ws"]),
        ("rtxpro6000blackwellworkstationedition", ["rtxpro6000ws"]),
        ("rtxpro6000", ["rtxpro6000"]), ("pro6000", ["rtxpro6000"]),
        ("quadrortx6000", ["quadrortx6000", "rtx6000ada"]),
        ("rtx6000ada", ["rtx6000ada"]), ("6000ada", ["rtx6000ada"]),
        ("rtx5880ada", ["rtx5880ada"]), ("rtx5880", ["rtx5880ada"]),
        ("rtx6000", ["quadrortx6000", "rtx6000ada", "rtxpro6000"]),
        ("rtxa6000", ["rtxa6000"]), ("a6000", ["rtxa6000"]),
        ("rtxa5000", ["rtxa5000"]), ("a5000", ["rtxa5000"]),
        ("rtxa4000", ["rtxa4000"]), ("a4000", ["rtxa4000"]),
        ("rtx5090", ["rtx5090"]), ("rtx4090", ["rtx4090"]), ("rtx3090", ["rtx3090"]),
        ("mi300x", ["mi300x"]), ("mi325x", ["mi325x"]), ("mi355x", ["mi355x"]), ("mi25", ["mi25"]),
        ("gb200", ["gb200"]), ("gb300", ["gb300"]), ("gh200", ["gh200"]),
        ("b200", ["b200"]), ("b300", ["b300"]),
        ("h100", ["h100"]), ("h200", ["h200"]),
        ("a100", ["a100"]), ("a10g", ["a10g"]), ("a10", ["a10"]), ("a30", ["a30"]), ("a40", ["a40"]),
        ("l40s", ["l40s"]), ("l40", ["l40"]), ("l4", ["l4"]),
        ("v100", ["v100"]), ("p100", ["p100"]), ("p4", ["p4"]), ("t4", ["t4"]), ("k80", ["k80"]), ("m60", ["m60"]),
    ]

    /// Names of instances and of accelerators in clouds' interfaces, which say more than their letters do. Compared
    /// in lower case; a key that ends in `.` stands for every size of that instance family.
    static let instances: [String: String] = [
        "p3.": "V100-16GB", "p3dn.": "V100-32GB", "g4dn.": "T4-16GB", "gr6.": "L4-24GB", "g7e.": "RTXPRO6000-96GB",
        "p6-b300.": "B300-SXM-268GB",
        "p4d.": "A100-SXM-40GB", "p4de.": "A100-SXM-80GB", "p5.": "H100-SXM-80GB", "p5e.": "H200-SXM-141GB",
        "p5en.": "H200-SXM-141GB", "p6-b200.": "B200-SXM-180GB", "g5.": "A10G-24GB", "g6.": "L4-24GB",
        "g6e.": "L40S-48GB", "standardndasv4_a100family": "A100-SXM-40GB",
        "standardncadsa100v4family": "A100-PCIE-80GB",
        "nvidia-tesla-a100": "A100-SXM-40GB", "nvidia-a100-80gb": "A100-SXM-80GB",
        "nvidia-h100-80gb": "H100-SXM-80GB", "nvidia-h100-mega-80gb": "H100-SXM-80GB",
        "nvidia-h200-141gb": "H200-SXM-141GB",
    ]

    /// Azure's sizes, whose names do not say how many GPUs they have.
    static let azureSizes: [String: (model: String, gpus: String)] = [
        "standard_nc24ads_a100_v4": ("A100-PCIE-80GB", "1"), "standard_nc48ads_a100_v4": ("A100-PCIE-80GB", "2"),
        "standard_nc96ads_a100_v4": ("A100-PCIE-80GB", "4"), "standard_nd96asr_v4": ("A100-SXM-40GB", "8"),
        "standard_nd96amsr_a100_v4": ("A100-SXM-80GB", "8"), "standard_nc40ads_h100_v5": ("H100-NVL-94GB", "1"),
        "standard_ncc40ads_h100_v5": ("H100-NVL-94GB", "1"), "standard_nc80adis_h100_v5": ("H100-NVL-94GB", "2"),
        "standard_nd96is_h100_v5": ("H100-SXM-80GB", "8"), "standard_nd96isr_h100_v5": ("H100-SXM-80GB", "8"),
        "standard_nd96isr_h200_v5": ("H200-SXM-141GB", "8"), "standard_nd96is_h200_v5": ("H200-SXM-141GB", "8"),
        "standard_nd96isr_mi300x_v5": ("MI300X-192GB", "8"), "standard_nd96is_mi300x_v5": ("MI300X-192GB", "8"),
        "standard_nc8ads_a10_v4": ("A10-24GB", "1"), "standard_nc16ads_a10_v4": ("A10-24GB", "1"),
        "standard_nc32ads_a10_v4": ("A10-24GB", "2"), "standard_nv6ads_a10_v5": ("A10-24GB", "0.167"),
        "standard_nv12ads_a10_v5": ("A10-24GB", "0.333"), "standard_nv18ads_a10_v5": ("A10-24GB", "0.5"),
        "standard_nv36ads_a10_v5": ("A10-24GB", "1"), "standard_nv36adms_a10_v5": ("A10-24GB", "1"),
        "standard_nv72ads_a10_v5": ("A10-24GB", "2"), "standard_nc4as_t4_v3": ("T4-16GB", "1"),
        "standard_nc8as_t4_v3": ("T4-16GB", "1"), "standard_nc16as_t4_v3": ("T4-16GB", "1"),
        "standard_nc64as_t4_v3": ("T4-16GB", "4"), "standard_nc6s_v3": ("V100-16GB", "1"),
        "standard_nc12s_v3": ("V100-16GB", "2"), "standard_nc24s_v3": ("V100-16GB", "4"),
        "standard_nc24rs_v3": ("V100-16GB", "4"), "standard_nd40rs_v2": ("V100-32GB", "8"),
        "standard_nv12s_v3": ("M60-8GB", "1"), "standard_nv24s_v3": ("M60-8GB", "2"),
        "standard_nv48s_v3": ("M60-8GB", "4"),
    ]

    /// GCP's machine types by the accelerator and number that its price list sells apart from them.
    static let googleHosts: [String: (model: String, hosts: [String: String])] = [
        "a100": (
            "A100-SXM-40GB",
            [
                "1": "a2-highgpu-1g", "2": "a2-highgpu-2g", "4": "a2-highgpu-4g", "8": "a2-highgpu-8g",
                "16": "a2-megagpu-16g",
            ]
        ),
        "a100-80gb": (
            "A100-SXM-80GB",
            ["1": "a2-ultragpu-1g", "2": "a2-ultragpu-2g", "4": "a2-ultragpu-4g", "8": "a2-ultragpu-8g"]
        ),
        "h100": (
            "H100-SXM-80GB",
            ["1": "a3-highgpu-1g", "2": "a3-highgpu-2g", "4": "a3-highgpu-4g", "8": "a3-highgpu-8g"]
        ),
        "h100-mega": ("H100-SXM-80GB", ["8": "a3-megagpu-8g"]),
        "h200": ("H200-SXM-141GB", ["8": "a3-ultragpu-8g"]),
        "b200": ("B200-SXM-180GB", ["8": "a4-highgpu-8g"]),
        "l4": (
            "L4-24GB",
            ["1": "g2-standard-4", "2": "g2-standard-24", "4": "g2-standard-48", "8": "g2-standard-96"]
        ),
    ]

    /// The GPU of an instance type, and how many the type has where its name alone tells; nil: none, or not known.
    static func instance(_ name: String) -> (model: GPUModel, gpus: Amount?)? {
        let key = name.lowercased()
        if let size = azureSizes[key], let model = model(named: size.model) { return (model, Amount(size.gpus)) }
        let family = key.contains(".") ? key.split(separator: ".").first.map { "\($0)." } : nil
        guard let found = instances[key] ?? family.flatMap({ instances[$0] }), let model = model(named: found) else {
            return nil
        }
        return (model, nil)
    }

    package static func model(named name: String) -> GPUModel? {
        let wanted = name.lowercased()
        return models.first { $0.name.lowercased() == wanted }
    }
}
