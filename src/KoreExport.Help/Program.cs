using KoreExport.Help;

if (args.Length != 4)
{
    Console.Error.WriteLine(
        "Usage: KoreExport.Help <cmdlet assembly> <help file to write> <file with the paths of the references, one a line> <folder of the "
            + "about topics>");
    return 2;
}

return HelpFile.Write(args[0], args[1], File.ReadAllLines(args[2]), AboutTopic.ReadAll(args[3]), Console.Error) ? 0 : 1;
