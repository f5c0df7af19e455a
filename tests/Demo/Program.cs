using KoreExport.Demo;

// "sandbox" serves the platform's stand-in until it is stopped; without arguments the main job runs.
return args is ["sandbox", .. var rest]
    ? await SandboxCommand.RunAsync(rest)
    : await DemoCommand.RunAsync(args);
