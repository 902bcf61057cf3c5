// A knowledge folder of three groups, made up for tests.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "assess/attribution/knowledge.h"

namespace hoptrace::assess {

struct SmallKnowledge {
  std::filesystem::path folder;

  explicit SmallKnowledge(const std::string& name) : folder(std::filesystem::path(testing_folder()) / name) {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    write("groups.csv", "id,name,aliases\nG1,Alder,Tree One|Wood\nG2,Birch,\nG3,Cedar,Alder\n");
    write("techniques.csv",
          "id,name,tactics\nT1,First,execution\nT2,Second,persistence|execution\nT3,Third,discovery\n");
    write("software.csv", "id,name,kind,aliases\nS1,Onlyone,malware,Solo\nS2,Everybody,tool,\n");
    write("campaigns.csv", "id,name,first_seen,last_seen,attributed_to\nC1,Storm,2020-01-01,,G2\nC2,Nobody's,,,\n");
    write("uses.csv",
          "user,used,cited_sources\nG1,S1,Report A|Report B\nG1,T1,Report A\nG1,S2,Report B\nG2,S2,Report "
          "C\nG2,T2,Report C\n"
          "C1,T3,Report D\nC2,T1,Report E\nG3,T3,\nS1,T2,Report A\nS1,T3,Report B\n");
  }
  ~SmallKnowledge() {
    std::error_code error;
    std::filesystem::remove_all(folder, error);
  }
  SmallKnowledge(const SmallKnowledge&) = delete;
  SmallKnowledge& operator=(const SmallKnowledge&) = delete;

  void write(const std::string& name, const std::string& text) const { std::ofstream(folder / name) << text; }
  [[nodiscard]] base::Result<Knowledge> read() const { return read_knowledge(folder.string()); }

 private:
  static std::string testing_folder() { return std::filesystem::temp_directory_path().string(); }
};

}  // namespace hoptrace::assess
