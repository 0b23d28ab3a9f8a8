/// Files of a host of two cores of two threads, of which one thread is offline.
enum ProcessorText {
    static let cpuInfo = """
        processor\t: 0
        vendor_id\t: GenuineExample
        cpu family\t: 6
        model\t\t: 85
        model name\t: Example(R) CPU @ 2.10GHz
        stepping\t: 7
        microcode\t: 0x5003604
        cpu MHz\t\t: 2100.042
        cache size\t: 28160 KB
        physical id\t: 0
        siblings\t: 4
        core id\t\t: 0
        flags\t\t: fpu vme avx avx2 aes
        bugs\t\t: spectre_v1 mds
        bogomips\t: 4200.00
        power management:

        processor\t: 2
        vendor_id\t: GenuineExample
        cpu MHz\t\t: Unknown
        physical id\t: 0
        core id\t\t: 1
        flags\t\t: fpu
        bugs\t\t:


        """

    static let interrupts = """
                   CPU0       CPU2       CPU3
          0:         18          0          7  IO-APIC    2-edge      timer
         16:     328511     322879          1  IR-IO-APIC   16-fasteoi   ehci_hcd:usb1, mmc0
        131: 4294967296          0          0  PCI-MSI
        NMI:         47       5031          3   Non-maskable interrupts
        IPI0:1          2          3       Rescheduling interrupts
        ERR:          0
        MIS:          0

        """

    static let softIRQs = """
                            CPU0       CPU1       CPU2       CPU3
                  HI:          7          1          0          2
               TIMER:     424191     108342          3          4
                 NEW:          1          2          3          4
            IRQ_POLL:          0          0          0          0
                 RCU:     155929     146631          5          6

        """

    static let schedStat = """
        version 17
        timestamp 4295892320
        cpu0 0 0 0 0 0 0 2045936778163039 343796328169361 4767485306
        domain0 SMT 00000003 1 2 3
        domain1 PKG 0000000f 1 2 3
        cpu2 1 2 3 4 5 6 7 8 9 10

        """
}
